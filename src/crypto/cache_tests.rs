use super::*;

const MIB: usize = 1 << 20;

/// A check, by its parts.
fn check(spki: &[u8], algorithm: &[u8], message: &[u8], signature: &[u8]) -> CheckId {
    let id = CheckId::new(spki, algorithm, &Message::new(message), signature);
    let hashed = Message::hashed(message);
    assert_eq!(id, CheckId::new(spki, algorithm, &hashed, signature));
    id
}

fn id(number: u32) -> CheckId {
    check(b"key", b"algorithm", &number.to_be_bytes(), b"signature")
}

#[test]
fn what_was_put_in_is_found_and_nothing_else() {
    let cache = SignatureCache::new(MIB);
    assert!(!cache.contains(Signed::Ca, &id(1)));
    cache.insert(Signed::Ca, &id(1));
    assert!(cache.contains(Signed::Ca, &id(1)));
    assert!(!cache.contains(Signed::Ca, &id(2)));
    assert!(!cache.contains(Signed::EndEntity, &id(1)), "kept apart");
    assert_eq!(cache.statistics(), (1, 3));
}

#[test]
fn every_part_of_a_check_makes_another_one() {
    let own = check(b"key", b"algorithm", b"message", b"signature");
    let others = [
        check(b"kez", b"algorithm", b"message", b"signature"),
        check(b"key", b"algorithn", b"message", b"signature"),
        check(b"key", b"algorithm", b"messagf", b"signature"),
        check(b"key", b"algorithm", b"message", b"signaturf"),
    ];
    assert!(others.iter().all(|other| *other != own));
}

#[test]
fn no_octet_can_pass_from_one_part_to_another() {
    let cuts = [
        check(b"ab", b"c", b"d", b"e"),
        check(b"a", b"bc", b"d", b"e"),
        check(b"abc", b"", b"d", b"e"),
        check(b"ab", b"", b"cd", b"e"),
        check(b"ab", b"c", b"", b"de"),
        check(b"ab", b"c", b"de", b""),
    ];
    for (place, cut) in cuts.iter().enumerate() {
        assert!(cuts[..place].iter().all(|other| other != cut));
    }
}

#[test]
fn memory_is_taken_as_needed_and_stays_within_the_limit() {
    for limit in [1 << 15, 1 << 17, MIB] {
        let cache = SignatureCache::new(limit);
        let empty = cache.octets();
        assert!(empty < limit / 50, "{empty} of {limit}");
        cache.insert(Signed::EndEntity, &id(0));
        assert!(cache.octets() > empty && cache.octets() <= empty + 6_000);
        for number in 0..50_000 {
            cache.insert(Signed::EndEntity, &id(number));
            cache.insert(Signed::Ca, &id(number));
        }
        assert!(cache.octets() <= limit, "{} of {limit}", cache.octets());
        assert!(cache.octets() > limit / 2, "{} of {limit}", cache.octets());
    }
}

#[test]
fn a_cache_too_small_for_anything_holds_nothing() {
    let cache = SignatureCache::new(100);
    cache.insert(Signed::Ca, &id(1));
    assert!(!cache.contains(Signed::Ca, &id(1)));
    assert_eq!(cache.octets(), 0);
}

/// What is asked for at least as often as every so many insertions.
fn survivors(flood: u32, times_each: u32, between: u32) -> usize {
    let cache = SignatureCache::new(MIB);
    let hot = 1_000_000..1_000_100;
    for number in hot.clone() {
        cache.insert(Signed::Ca, &id(number));
        assert!(cache.contains(Signed::Ca, &id(number)));
    }
    for number in 0..flood {
        for _ in 0..times_each {
            if !cache.contains(Signed::Ca, &id(number)) {
                cache.insert(Signed::Ca, &id(number));
            }
        }
        if number % between == between - 1 {
            hot.clone().for_each(|number| {
                let _ = cache.contains(Signed::Ca, &id(number));
            });
        }
    }
    hot.filter(|number| cache.contains(Signed::Ca, &id(*number)))
        .count()
}

#[test]
fn keys_seen_once_never_push_out_those_in_use() {
    assert_eq!(survivors(100_000, 1, u32::MAX), 100);
}

#[test]
fn keys_seen_twice_push_out_only_what_was_long_not_asked_for() {
    assert_eq!(survivors(100_000, 2, 1_000), 100);
}

#[test]
fn unused_keys_do_give_way() {
    let cache = SignatureCache::new(1 << 16);
    for number in 0..10_000 {
        cache.insert(Signed::Ca, &id(number));
    }
    cache.insert(Signed::Ca, &id(10_000));
    assert!(cache.contains(Signed::Ca, &id(10_000)), "newcomers get in");
    let kept = (0..10_000).filter(|number| cache.contains(Signed::Ca, &id(*number)));
    assert!(kept.count() < 1_000);
}

#[test]
fn a_lock_that_is_held_or_poisoned_is_a_miss() {
    let cache = SignatureCache::new(MIB);
    cache.insert(Signed::Ca, &id(1));
    let (shard, _) = cache.cas.place(&id(1)).unwrap();
    let writing = shard.write().unwrap();
    assert!(!cache.contains(Signed::Ca, &id(1)));
    cache.insert(Signed::Ca, &id(1));
    drop(writing);
    assert!(cache.contains(Signed::Ca, &id(1)));
    std::thread::scope(|scope| {
        let panicking = scope.spawn(|| {
            let _writing = shard.write().unwrap();
            panic!("while writing");
        });
        assert!(panicking.join().is_err());
    });
    assert!(!cache.contains(Signed::Ca, &id(1)));
    cache.insert(Signed::Ca, &id(1));
}

#[test]
fn threads_share_it() {
    let cache = SignatureCache::new(MIB);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let cache = &cache;
            scope.spawn(move || {
                for number in 0..2_000 {
                    let id = id(number * (1 + thread % 2));
                    if !cache.contains(Signed::EndEntity, &id) {
                        cache.insert(Signed::EndEntity, &id);
                    }
                }
            });
        }
    });
    let kept = (0..2_000).filter(|number| cache.contains(Signed::EndEntity, &id(*number)));
    assert!(kept.count() > 1_900);
}
