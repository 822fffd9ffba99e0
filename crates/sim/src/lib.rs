//! Simulated clients, server and network, and the load generator.
//!
//! `world` runs the real sync engine and the real domain against a model server through a network
//! that does everything a network can do, on a clock and a die of its own: a seed that fails once
//! fails always.

pub mod bench;
pub mod dice;
pub mod seeds;
pub mod world;
