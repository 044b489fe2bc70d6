//! The tables of the comparison, with marks on what misses its goal.

use std::collections::HashMap;

use super::ask::Measured;
use super::queries::Question;
use super::scripted::Answer;

/// The engines that a script asks.
const SCRIPTED: [&str; 2] = ["DuckDB", "Polars"];

/// Where the best of the others takes less than these microseconds, ours may take as long.
const SHORT: f64 = 50.0;

/// A kind of answer, and how many times as fast as the best of the others it is to be.
struct Kind {
    name: &'static str,
    aim: f64,
    ours: fn(&Measured) -> &Vec<f64>,
    scripted: fn(&Answer) -> f64,
}

const PAGE: Kind = Kind {
    name: "page",
    aim: 10.0,
    ours: |measured| &measured.page_us,
    scripted: |answer| answer.page_us,
};

const COUNT: Kind = Kind {
    name: "count",
    aim: 10.0,
    ours: |measured| &measured.count_us,
    scripted: |answer| answer.count_us,
};

const RECORDS: Kind = Kind {
    name: "records",
    aim: 5.0,
    ours: |measured| &measured.records_us,
    scripted: |answer| answer.records_us,
};

/// A figure that misses its goal.
#[derive(Debug)]
pub struct Miss {
    kind: &'static str,
    /// How many times as fast as the best of the others ours is.
    ratio: f64,
    question: String,
    goal: Goal,
}

/// Which goal a figure reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// As many times as fast as it is to be.
    Reached,
    /// Only the least that is acceptable.
    Missed,
    /// Not even that.
    FarMissed,
}

impl Goal {
    const fn mark(self) -> &'static str {
        match self {
            Self::Reached => "",
            Self::Missed => " *",
            Self::FarMissed => " **",
        }
    }
}

/// The times of all engines.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub questions: &'a [Question],
    /// The times of our store and of SQLite, for each question.
    pub measured: &'a [(Measured, Measured)],
    /// The answers of the other engines, by engine and the index of the question.
    pub scripted: &'a HashMap<(String, usize), Answer>,
}

impl Comparison<'_> {
    /// Prints the table of pages and counts, the table of pages with their records, and the
    /// figures that miss their goals, which it returns.
    #[must_use]
    pub fn print(&self) -> Vec<Miss> {
        let mut missed = Vec::new();
        self.print_table(&[PAGE, COUNT], &mut missed);
        println!("\n### From the text of the query to the bytes of the records");
        self.print_table(&[RECORDS], &mut missed);
        println!(
            "\nMicroseconds, medians. Missed: *, ten times as fast as the best (five times with \
             the records), or as fast where that takes less than {SHORT}; **, even three times."
        );
        println!("\n{} figures miss:", missed.len());
        missed.sort_by(|one, other| one.ratio.total_cmp(&other.ratio));
        for Miss { kind, ratio, question, goal } in &missed {
            println!("- {ratio:.1}{}: {kind} of {question}", goal.mark());
        }
        missed
    }

    fn print_table(&self, kinds: &[Kind], missed: &mut Vec<Miss>) {
        let columns = |kind: &Kind| {
            format!(" {}: ours | SQLite | DuckDB | Polars | best / ours |", kind.name)
        };
        println!("\n| query |{}", kinds.iter().map(columns).collect::<String>());
        println!("|---|{}", "--:|".repeat(5 * kinds.len()));
        for (index, question) in self.questions.iter().enumerate() {
            let name = match question.offset {
                0 => format!("`{}`", question.name),
                offset => format!("`{}` from {offset}", question.name),
            };
            let mut row = format!("| {name} |");
            for kind in kinds {
                let Some((cells, ratio, goal)) = self.cells(index, kind) else { continue };
                row += &cells;
                if goal != Goal::Reached {
                    missed.push(Miss { kind: kind.name, ratio, question: name.clone(), goal });
                }
            }
            println!("{row}");
        }
    }

    /// Returns our time, the times of the others and the ratio of the best of those to ours,
    /// that ratio, and the goal that it reaches.
    fn cells(&self, index: usize, kind: &Kind) -> Option<(String, f64, Goal)> {
        let (ours, sqlite) = self.measured.get(index)?;
        let (ours, sqlite) = (median((kind.ours)(ours)), median((kind.ours)(sqlite)));
        let others = SCRIPTED.map(|engine| {
            self.scripted.get(&(engine.to_owned(), index)).map(|answer| (kind.scripted)(answer))
        });
        let best = others.into_iter().flatten().fold(sqlite, f64::min);
        let aim = |times: f64| if best < SHORT { 1.0 } else { times };
        let ratio = best / ours;
        let goal = match ratio {
            ratio if ratio < aim(3.0) => Goal::FarMissed,
            ratio if ratio < aim(kind.aim) => Goal::Missed,
            _ => Goal::Reached,
        };
        let mark = goal.mark();
        let [duckdb, polars] =
            others.map(|time| time.map_or("-".to_owned(), |us| format!("{us:.0}")));
        let cells = format!(" {ours:.1} | {sqlite:.0} | {duckdb} | {polars} | {ratio:.1}{mark} |");
        Some((cells, ratio, goal))
    }
}

/// Prints how many pages, counts and pages with their records miss their goals, for each
/// shape of the data and in all.
pub fn print_totals(questions: usize, shapes: &[(String, Vec<Miss>)]) {
    let kinds = [PAGE, COUNT, RECORDS].map(|kind| kind.name);
    let columns = kinds.map(|kind| format!(" {kind} missed | of these ** |"));
    println!("\n## Missed goals\n\n| shape | figures of each |{}", columns.concat());
    println!("|---|--:|{}", "--:|".repeat(2 * kinds.len()));
    let print_row = |name: &str, figures: usize, misses: &[&Miss]| {
        let cells = kinds.map(|kind| {
            let of_kind = || misses.iter().filter(|miss| miss.kind == kind);
            let far = of_kind().filter(|miss| miss.goal == Goal::FarMissed).count();
            format!(" {} | {far} |", of_kind().count())
        });
        println!("| {name} | {figures} |{}", cells.concat());
    };
    for (name, misses) in shapes {
        print_row(name, questions, &misses.iter().collect::<Vec<_>>());
    }
    let all: Vec<&Miss> = shapes.iter().flat_map(|(_, misses)| misses).collect();
    print_row("all", questions * shapes.len(), &all);
}

/// Returns the median of some times.
#[must_use]
pub fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
