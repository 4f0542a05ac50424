//! Every file of the corpus gets its verdict, within five seconds, and nothing crashes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod corpus;

use std::time::{Duration, Instant};

use corpus::{Expect, Sample};
use intake::{Bounds, Fault, Paper, Verdict};

/// What is wrong with an answer.
fn wrong(sample: &Sample, answer: &Result<Paper, Fault>) -> Option<String> {
    let paper = match (answer, &sample.expect) {
        (_, Expect::Any) => return None,
        (Err(fault), Expect::Refused(words)) => {
            return (!fault.to_string().contains(words)).then(|| format!("refused because {fault}"));
        }
        (Err(fault), _) => return Some(format!("refused because {fault}")),
        (Ok(paper), _) => paper,
    };
    if let Some(note) = sample.note
        && !paper.notes.iter().any(|one| one.contains(note))
    {
        return Some(format!("no note of {note}: {:?}", paper.notes));
    }
    match &sample.expect {
        Expect::Read(has, lacks, drops) => {
            let missing = has.iter().find(|words| !paper.text.contains(*words));
            let there = lacks.iter().find(|words| paper.text.contains(*words));
            let untold = drops.iter().find(|what| paper.count(**what) == 0);
            let held = paper.verdict != Verdict::Read;
            (missing.is_some() || there.is_some() || untold.is_some() || held).then(|| {
                format!(
                    "missing {missing:?}, there {there:?}, untold {untold:?}, {:?}: {:?}",
                    paper.verdict, paper.text
                )
            })
        }
        Expect::Held(hold) => {
            (paper.verdict != Verdict::Held(*hold)).then(|| format!("{:?} {:?}", paper.verdict, paper.text))
        }
        _ => Some(format!(
            "read: {:?}",
            paper.text.chars().take(200).collect::<String>()
        )),
    }
}

/// Processor time of this thread so far, where the system tells it: other work on the machine does not count.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let taken = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(taken))
}

#[test]
fn every_file_gets_its_verdict() {
    let samples = corpus::all();
    let decided = samples
        .iter()
        .filter(|sample| !matches!(sample.expect, Expect::Any))
        .count();
    assert!(decided >= 300, "only {decided} files have a verdict");
    let mut failures = Vec::new();
    let mut slowest = Duration::ZERO;
    for (place, sample) in samples.iter().enumerate() {
        let (gone_by, began) = (Instant::now(), on_processor());
        let answer = intake::read(&sample.bytes, &sample.name, &Bounds::default());
        let taken = on_processor()
            .zip(began)
            .map(|(end, began)| end.saturating_sub(began));
        let took = taken.unwrap_or_else(|| gone_by.elapsed());
        slowest = slowest.max(took);
        if let Some(why) = wrong(sample, &answer) {
            failures.push(format!("{place} {:?} {:?}: {why}", sample.name, sample.expect));
        }
        assert!(took < Duration::from_secs(5), "{place} {} {took:?}", sample.name);
    }
    println!(
        "{} files, {decided} with a verdict, slowest {slowest:?}",
        samples.len()
    );
    assert!(
        failures.is_empty(),
        "{} wrong:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn a_picture_made_anew_holds_none_of_its_metadata() {
    for file in [corpus::jpeg("GPS-54.9-1.6"), corpus::png("GPS-54.9-1.6")] {
        let paper = intake::read(&file, "photo", &Bounds::default()).unwrap();
        assert!(paper.count(intake::Drop::Metadata) == 1);
        assert!(paper.picture.starts_with(b"\x89PNG"));
        assert!(
            !paper
                .picture
                .windows(4)
                .any(|part| part == b"GPS-" || part == b"Exif")
        );
    }
}

#[test]
fn a_photograph_without_metadata_is_not_said_to_have_any() {
    let plain = corpus::pictures::photograph();
    let paper = intake::read(&plain, "photo", &Bounds::default()).unwrap();
    assert!(paper.dropped.is_empty(), "{:?}", paper.dropped);
}

#[test]
fn refusals_are_sentences_without_a_word_of_the_document() {
    for sample in corpus::all() {
        if let Err(fault) = intake::read(&sample.bytes, &sample.name, &Bounds::default()) {
            let sentence = fault.to_string();
            assert!(
                sentence.len() > 30 && sentence.chars().next().unwrap().is_lowercase(),
                "{sentence}"
            );
            assert!(
                !sentence.contains("Mared") && !sentence.contains(&sample.name),
                "{sentence}"
            );
        }
    }
}
