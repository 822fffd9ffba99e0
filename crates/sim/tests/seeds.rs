//! Two hundred storms, on every run of the tests; `cargo xtask sim --seeds 10000` for more.

use anjian_sim::seeds;
use anjian_sim::world::World;

#[test]
fn nothing_is_lost_repeated_reordered_or_shown_differently() {
    let report = seeds::run(1, 200, |_| {});
    assert!(report.is_ok(), "{:#?}", report.failing.first());
    assert!(report.commands > 200 * 50, "the storms are too quiet");
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
