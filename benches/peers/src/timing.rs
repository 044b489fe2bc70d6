//! Interleaved timing.
//!
//! A benchmark harness measures one function to the end before it starts the
//! next, so a machine that grows busy half-way changes who wins. Here every
//! round times every entry of a column for a moment, one right after the other;
//! ratios are taken within a round, and the median over the rounds is what
//! counts. A number of nanoseconds is worth little on a shared machine; a ratio
//! of two neighbours is worth a lot.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::peers::Contender;

/// How long to measure.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: u32,
    /// A batch of parses counts once it takes this long; it takes at most about
    /// twice as long, and the smaller batches before it warm up.
    pub batch: Duration,
}

impl Effort {
    /// For numbers to rely on.
    pub const FULL: Self = Self { rounds: 11, batch: Duration::from_millis(50) };
    /// To see that everything runs.
    pub const QUICK: Self = Self { rounds: 1, batch: Duration::from_millis(1) };
}

/// One parser on one input, with a measurement for each round.
#[expect(missing_debug_implementations, reason = "a contender has nothing to show")]
pub struct Entry<'a> {
    pub contender: &'a Contender,
    text: String,
    /// What a time is divided by: the terms of a chain, or 1.
    per: u32,
    samples: Vec<f64>,
}

impl<'a> Entry<'a> {
    #[must_use]
    pub fn new(contender: &'a Contender, text: String, per: u32) -> Self {
        Self { contender, text, per, samples: Vec::new() }
    }

    /// Nanoseconds, the median of the rounds.
    #[must_use]
    pub fn nanoseconds(&self) -> f64 {
        median(self.samples.clone())
    }

    /// How many times as long as `other` this takes, the median of the rounds.
    #[must_use]
    pub fn ratio(&self, other: &Self) -> f64 {
        let ratios = self.samples.iter().zip(&other.samples);
        median(ratios.map(|(own, other)| own / other).collect())
    }

    fn measure(&mut self, batch: Duration) {
        let mut parses = 1_u32;
        let spent = loop {
            let start = Instant::now();
            for _ in 0..parses {
                black_box((self.contender.parse)(black_box(&self.text)));
            }
            let spent = start.elapsed();
            if spent >= batch || parses == u32::MAX {
                break spent;
            }
            parses = parses.saturating_mul(2);
        };
        let each = spent.as_secs_f64() * 1e9 / f64::from(parses);
        self.samples.push(each / f64::from(self.per));
    }
}

/// Measures every entry of every column once a round. Every other round runs a
/// column backwards, so that no entry always follows the same neighbour.
pub fn interleave(columns: &mut [Vec<Entry<'_>>], effort: Effort) {
    for round in 0..effort.rounds {
        for column in &mut *columns {
            if round % 2 == 0 {
                for entry in column.iter_mut() {
                    entry.measure(effort.batch);
                }
            } else {
                for entry in column.iter_mut().rev() {
                    entry.measure(effort.batch);
                }
            }
        }
    }
}

/// The middle value; of an even number, the upper of the two.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
