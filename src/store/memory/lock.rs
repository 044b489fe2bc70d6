//! How threads take turns.

use std::sync::{MutexGuard, PoisonError, RwLockReadGuard};

use super::MemoryStore;
use super::state::State;

/// The turn to change a store. While one thread has it, the others who change
/// wait for it and not for the state: so those who read wait for no one.
///
/// The thread that has the turn builds the new parts beside the state, which no
/// other thread changes meanwhile, and then swaps them in.
pub(super) struct Turn<'s> {
    store: &'s MemoryStore,
    _guard: MutexGuard<'s, ()>,
}

// A thread that panicked during its turn was in the caller's `change`, before
// anything was written.
impl MemoryStore {
    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn turn(&self) -> Turn<'_> {
        Turn { store: self, _guard: self.turn.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}

impl<'s> Turn<'s> {
    /// The state, which stays as it is until this thread changes it.
    pub(super) fn read(&self) -> RwLockReadGuard<'s, State> {
        self.store.read()
    }

    /// Changes the state in a moment, for which those who read wait. What is no
    /// longer needed is given back, so that they don't wait until it is freed.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.store.state.write().unwrap_or_else(PoisonError::into_inner))
    }
}
