//! Calls that are made when they are due, whether or not those before them were answered.
//!
//! A client that waits for an answer before the next call asks less of a server that is slow,
//! and so does not notice how long others would wait. Here a call counts from the moment at
//! which it was due.

use std::error::Error;
use std::iter::successors;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::client::{Call, Client, Failure};

/// Calls at a constant rate, one after the other and then from the first again.
#[derive(Debug)]
pub struct Flow {
    pub calls: Vec<Call>,
    pub a_second: u32,
}

/// What became of the calls of a flow.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The milliseconds from when each was due to the last byte of its answer.
    pub ms: Vec<f64>,
    /// The milliseconds by which each was made too late, which are part of those.
    pub late_ms: Vec<f64>,
    /// Why calls failed, each with its causes.
    pub failures: Vec<String>,
}

/// Makes the calls of all flows for some time, and waits for the last answer.
///
/// # Errors
/// If a task panics.
pub async fn run(
    client: &Client,
    flows: Vec<Flow>,
    time: Duration,
) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes: Vec<Outcome> = flows.iter().map(|_| Outcome::default()).collect();
    let (sender, mut due_calls) = mpsc::unbounded_channel();
    // The timers of tokio are a millisecond apart: these threads sleep until the moment.
    for (index, flow) in flows.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let period = Duration::from_secs(1) / flow.a_second;
            let end = Instant::now() + time;
            let mut due = Instant::now() + period;
            for call in flow.calls.iter().cycle() {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if due >= end || sender.send((index, call.clone(), due)).is_err() {
                    break;
                }
                due += period;
            }
        });
    }
    drop(sender);
    let client = Arc::new(client.clone());
    let mut calls = JoinSet::new();
    while let Some((index, call, due)) = due_calls.recv().await {
        let late = due.elapsed();
        let client = Arc::clone(&client);
        calls.spawn(async move {
            let answer = client.send(&call).await;
            (index, late, due.elapsed(), answer.map(|_| ()))
        });
    }
    while let Some(done) = calls.join_next().await {
        let (index, late, took, answer) = done?;
        let Some(outcome) = outcomes.get_mut(index) else { continue };
        outcome.late_ms.push(late.as_secs_f64() * 1e3);
        match answer {
            Ok(()) => outcome.ms.push(took.as_secs_f64() * 1e3),
            Err(error) => outcome.failures.push(with_causes(&*error)),
        }
    }
    Ok(outcomes)
}

fn with_causes(error: &dyn Error) -> String {
    let causes = successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
