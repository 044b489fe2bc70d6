//! How threads take turns.

use std::ops::{Deref, DerefMut};
use std::sync::{MutexGuard, PoisonError, RwLockReadGuard, RwLockWriteGuard};

use super::MemoryStore;
use super::state::State;

/// The turn to change a store. While one thread has it, the others who change
/// wait for it and not for the state: so those who read wait for no one.
pub(super) struct Turn<'s> {
    store: &'s MemoryStore,
    _guard: MutexGuard<'s, ()>,
}

/// The state of a store, to be changed.
pub(super) struct Changing<'s> {
    // It is let go of before the turn is.
    state: RwLockWriteGuard<'s, State>,
    _turn: Turn<'s>,
}

// A thread that panicked while it held a lock was in the caller's `change` or
// iterator, before anything was written.
impl MemoryStore {
    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn turn(&self) -> Turn<'_> {
        Turn { store: self, _guard: self.turn.lock().unwrap_or_else(PoisonError::into_inner) }
    }

    pub(super) fn write(&self) -> Changing<'_> {
        self.turn().change()
    }
}

impl<'s> Turn<'s> {
    /// Changes the state for a moment, and keeps the turn.
    pub(super) fn state(&self) -> RwLockWriteGuard<'s, State> {
        self.store.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(self) -> Changing<'s> {
        Changing { state: self.state(), _turn: self }
    }
}

impl Deref for Changing<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Changing<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}
