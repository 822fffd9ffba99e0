//! A bounded map that forgets what was used least lately.

use std::collections::HashMap;
use std::hash::Hash;

#[derive(Debug)]
pub(super) struct Lru<K, V> {
    map: HashMap<K, (u64, V)>,
    clock: u64,
    capacity: usize,
}

impl<K: Copy + Eq + Hash, V> Lru<K, V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            map: HashMap::new(),
            clock: 0,
            capacity,
        }
    }

    pub(super) fn get(&mut self, key: &K) -> Option<&mut V> {
        self.clock += 1;
        let (used, value) = self.map.get_mut(key)?;
        *used = self.clock;
        Some(value)
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        self.map.remove(key).map(|(_, value)| value)
    }

    /// Puts a value in. Answers what had to go: an eighth at a time, so that the search for the
    /// oldest is paid for by many insertions.
    pub(super) fn insert(&mut self, key: K, value: V) -> Vec<V> {
        self.clock += 1;
        self.map.insert(key, (self.clock, value));
        if self.map.len() <= self.capacity {
            return Vec::new();
        }
        let mut by_age: Vec<(u64, K)> = self
            .map
            .iter()
            .map(|(key, (used, _))| (*used, *key))
            .collect();
        by_age.sort_unstable_by_key(|(used, _)| *used);
        let going = (self.capacity / 8).max(1);
        by_age
            .into_iter()
            .take(going)
            .filter_map(|(_, key)| self.remove(&key))
            .collect()
    }

    /// Takes everything out.
    pub(super) fn drain(&mut self) -> Vec<V> {
        self.map.drain().map(|(_, (_, value))| value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_lately_stays() {
        let mut lru = Lru::new(8);
        for key in 0..8 {
            assert!(lru.insert(key, key).is_empty());
        }
        assert_eq!(lru.get(&0), Some(&mut 0));
        assert_eq!(lru.insert(8, 8), [1]);
        assert_eq!(lru.get(&0), Some(&mut 0));
        assert_eq!(lru.get(&1), None);
        assert_eq!(lru.drain().len(), 8);
    }
}
