//! Mutations of valid input: a few changes at random places, as fuzzers do.

use proptest::{collection::vec, prelude::*, sample::Index};

/// The maximum length of an input.
const LONGEST: usize = 1 << 18;

/// Extreme numbers in the encodings of the formats.
const EXTREMES: [&[u8]; 22] = [
    // Big-endian, as in IDX, and arbitrary bytes.
    &[0; 4],
    &[0xff; 4],
    &[0x7f, 0xff, 0xff, 0xff],
    &[0x80, 0, 0, 0],
    &[0, 1, 0x86, 0xa1],
    // Variable-length integers of Postcard and of drawings.
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0x07],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02],
    &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
    // Little-endian floats: NaN, infinity, the largest, the smallest; NaN as a double.
    &[0, 0, 0xc0, 0x7f],
    &[0, 0, 0x80, 0x7f],
    &[0, 0, 0x80, 0xff],
    &[0xff, 0xff, 0x7f, 0x7f],
    &[1, 0, 0, 0],
    &[0, 0, 0, 0, 0, 0, 0xf8, 0x7f],
    // Text.
    b"-1",
    b"NaN",
    b"inf",
    b"1e39",
    b"1e-400",
    b"99999999999999999999",
];

#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Set(Index, Vec<u8>),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
    /// Replaces the nth number that is written in digits.
    Number(Index, Vec<u8>),
    /// Replaces the rest by the end of another seed.
    Splice(Index, Index, Index),
    /// Appends another seed.
    Join(Index),
    Truncate(Index),
}

/// One of the seeds with some changes.
pub fn mutated(seeds: Vec<Vec<u8>>, words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    (any::<Index>(), vec(change(words), 0..12)).prop_map(move |(seed, changes)| {
        let mut bytes = seed.get(&seeds).clone();
        for change in changes {
            change.make(&mut bytes, &seeds);
            bytes.truncate(LONGEST);
        }
        bytes
    })
}

fn change(words: &'static [&'static str]) -> impl Strategy<Value = Change> {
    let bytes = move || {
        let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).chain(EXTREMES).collect();
        prop_oneof![
            3 => proptest::sample::select(words).prop_map(<[u8]>::to_vec),
            1 => vec(any::<u8>(), 1..6),
        ]
    };
    let at = any::<Index>;
    prop_oneof![
        2 => (at(), 0..8u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        3 => (at(), bytes()).prop_map(|(at, bytes)| Change::Set(at, bytes)),
        3 => (at(), bytes()).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        2 => (at(), 1..40usize).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (at(), 1..40usize, 1..100usize).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        2 => (at(), proptest::sample::select(EXTREMES[16..].to_vec()))
            .prop_map(|(at, digits)| Change::Number(at, digits.to_vec())),
        2 => (at(), at(), at()).prop_map(|(at, seed, from)| Change::Splice(at, seed, from)),
        4 => at().prop_map(Change::Join),
        1 => at().prop_map(Change::Truncate),
    ]
}

impl Change {
    fn make(self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let length = bytes.len();
        let place = |at: Index| at.index(length + 1);
        match self {
            Self::Flip(at, bit) => {
                if let Some(byte) = bytes.get_mut(place(at)) {
                    *byte ^= 1 << bit;
                }
            }
            Self::Set(at, new) => {
                let start = place(at);
                bytes.splice(start..length.min(start + new.len()), new);
            }
            Self::Insert(at, new) => {
                let start = place(at);
                bytes.splice(start..start, new);
            }
            Self::Remove(at, count) => {
                let start = place(at);
                bytes.drain(start..length.min(start + count));
            }
            Self::Repeat(at, count, times) => {
                let start = place(at);
                let end = length.min(start + count);
                let part = bytes[start..end].repeat(times);
                bytes.splice(end..end, part);
            }
            Self::Number(at, new) => {
                let starts: Vec<usize> = (0..length)
                    .filter(|&i| bytes[i].is_ascii_digit() && (i == 0 || !bytes[i - 1].is_ascii_digit()))
                    .collect();
                if !starts.is_empty() {
                    let start = *at.get(&starts);
                    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    bytes.splice(start..start + digits, new);
                }
            }
            Self::Splice(at, seed, from) => {
                bytes.truncate(place(at));
                let other = seed.get(seeds);
                bytes.extend(&other[from.index(other.len() + 1)..]);
            }
            Self::Join(seed) => bytes.extend(seed.get(seeds)),
            Self::Truncate(at) => bytes.truncate(place(at)),
        }
    }
}
