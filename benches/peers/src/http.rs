//! The example server beside Python's SQLite: pages of records by HTTP on loopback.

pub mod client;
pub mod open_loop;
pub mod python;
pub mod server;

/// Returns the time at this part of the times, from 0 to 1: 0.5 is the median.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place among some thousand"
)]
pub fn quantile(times: &[f64], part: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let place = (times.len() as f64 * part) as usize;
    times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
