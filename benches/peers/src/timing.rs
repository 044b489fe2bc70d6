//! Interleaved timing.
//!
//! A benchmark harness measures one function to the end before it starts the next, so if the
//! machine becomes busy half-way, the result changes. Here every round times every entry of a
//! column briefly, one right after the other; ratios are computed within a round, and the
//! median over the rounds is reported. A number of nanoseconds means little on a shared
//! machine; a ratio of two adjacent measurements means much more.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::peers::Contender;

/// The duration of a measurement.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: u32,
    /// The time that a batch of parses takes at least; it takes at most about twice as long,
    /// and the smaller batches before it are a warm-up.
    pub batch: Duration,
}

impl Effort {
    /// For reliable numbers.
    pub const FULL: Self = Self { rounds: 11, batch: Duration::from_millis(50) };
    /// To check that everything works.
    pub const QUICK: Self = Self { rounds: 1, batch: Duration::from_millis(1) };
}

/// One parser on one input, with a measurement for each round.
#[expect(missing_debug_implementations, reason = "a contender has no useful debug output")]
pub struct Entry<'a> {
    pub contender: &'a Contender,
    text: String,
    /// The divisor of the time: the number of terms of a chain, or 1.
    per: u32,
    samples: Vec<f64>,
}

impl<'a> Entry<'a> {
    #[must_use]
    pub fn new(contender: &'a Contender, text: String, per: u32) -> Self {
        Self { contender, text, per, samples: Vec::new() }
    }

    /// Returns the median of the rounds in nanoseconds.
    #[must_use]
    pub fn nanoseconds(&self) -> f64 {
        median(self.samples.clone())
    }

    /// Returns how many times as long as `other` this takes, as the median of the rounds.
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

/// Measures every entry of every column once per round. Every other round runs a column
/// backwards, so that an entry does not always follow the same one.
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

/// Returns the middle value; of an even number of values, the upper one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
