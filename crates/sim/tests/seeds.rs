//! Two hundred storms, on every run of the tests; `cargo xtask sim --seeds 10000` for more.

use anjian_sim::seeds;
use anjian_sim::world::World;

#[test]
fn nothing_is_lost_repeated_reordered_shown_differently_or_before_its_time() {
    let report = seeds::run(1, 200, |_| {});
    assert!(report.is_ok(), "{:#?}", report.failing.first());
    assert!(report.commands > 200 * 50, "the storms are too quiet");
    let answers = report.answers;
    assert!(answers.sealed > 20, "too few opinions are sealed");
    assert!(answers.opened > 3, "too few exchanges end");
    let papers = report.papers;
    assert!(papers.sent > 100 && papers.revised > 100, "{papers:?}");
    assert!(papers.signed > 100 && papers.refused > 20, "{papers:?}");
    assert!(papers.stale > 20, "too few sign what is old: {papers:?}");
}

#[test]
fn a_seed_replays_exactly() {
    for seed in [7, 8, 9] {
        let [one, two] = [World::new(seed).run(), World::new(seed).run()];
        assert_eq!(
            (one.commands, one.entries, one.settled_ms),
            (two.commands, two.entries, two.settled_ms)
        );
    }
}

/// A retry was stored and its tab killed before it told: all tabs showed the item as set aside, and
/// the store held it as waiting.
#[test]
fn seed_227_settles() {
    let outcome = World::new(227).run();
    assert!(outcome.faults.is_empty(), "{:#?}", outcome.faults);
    assert!(outcome.settled_ms < 90_000, "{} ms", outcome.settled_ms);
}
