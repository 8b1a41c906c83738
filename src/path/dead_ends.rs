//! What a search remembers of the members from which it has found no way to an anchor, so that it need not try again.
//!
//! Most failures hold wherever the member stands: a signature that is wrong, an issuer that is none. Some depend on what
//! lies below it, and each kind is treated by itself:
//!
//! - A path that is too long is not shorter elsewhere. The failure is remembered for a member that stands at least as high.
//! - An issuer passed over because it is on the path already will be tried from its own place. The failure holds as long
//!   as that place is being searched, and for good if nothing is found there either.
//! - What `check` says of a whole path may depend on any certificate of it. Such a failure is not remembered at all.
//!
//! A wrong memory could hide a good path but never make a bad one good: `check` verifies what is accepted.

use smallvec::SmallVec;

/// How high a member stands in a path: what limits on the length of paths depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Height {
    /// Certificates below it, the end entity included.
    pub(super) depth: usize,
    /// Intermediates below it that are not self-issued.
    pub(super) counted: u32,
}

impl Height {
    /// Whether a path that is too long for the other place is too long for this one.
    const fn is_at_least(self, other: Self) -> bool {
        self.depth >= other.depth && self.counted >= other.counted
    }
}

/// What the failure of one part of a search depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dependence {
    /// The whole path.
    pub(super) on_path: bool,
    /// How long the path is.
    pub(super) on_length: bool,
    /// The lowest place in the path that has to go on being searched.
    pub(super) on_place: usize,
}

impl Dependence {
    /// Nothing: the failure holds everywhere.
    pub(super) const NONE: Self = Self {
        on_path: false,
        on_length: false,
        on_place: usize::MAX,
    };

    /// The length of the path.
    pub(super) const ON_LENGTH: Self = Self {
        on_length: true,
        ..Self::NONE
    };
    /// The whole path.
    pub(super) const ON_PATH: Self = Self {
        on_path: true,
        ..Self::NONE
    };

    /// Takes over what a part of the search depends on.
    pub(super) fn join(&mut self, part: Self) {
        self.on_path |= part.on_path;
        self.on_length |= part.on_length;
        self.on_place = self.on_place.min(part.on_place);
    }
}

/// One member and why it need not be tried again.
#[derive(Clone, Copy, Debug)]
struct DeadEnd {
    member: usize,
    height: Height,
    dependence: Dependence,
}

/// The dead ends of one search.
#[derive(Debug, Default)]
pub(super) struct DeadEnds(SmallVec<[DeadEnd; 8]>);

impl DeadEnds {
    /// Whether a member at this height is known to lead nowhere, and on what that depends.
    pub(super) fn find(&self, member: usize, height: Height) -> Option<Dependence> {
        let holds = |known: &&DeadEnd| {
            known.member == member
                && (!known.dependence.on_length || height.is_at_least(known.height))
        };
        self.0.iter().find(holds).map(|known| known.dependence)
    }

    /// A mark to give back to [`Self::close`].
    pub(super) fn mark(&self) -> usize {
        self.0.len()
    }

    /// The search above the member at `height` has failed; `mark` is from when it began. Returns what the certificate
    /// below depends on because of it.
    pub(super) fn close(
        &mut self,
        member: usize,
        height: Height,
        mark: usize,
        mut dependence: Dependence,
    ) -> Dependence {
        let place = height.depth;
        let rests_on_this = |known: &DeadEnd| known.dependence.on_place <= place;
        if dependence.on_path {
            let mut index = 0_usize;
            self.0.retain(|known| {
                let is_older = index < mark;
                index = index.saturating_add(1);
                is_older || !rests_on_this(known)
            });
        } else {
            if dependence.on_place >= place {
                dependence.on_place = usize::MAX;
            }
            for known in self.0.iter_mut().skip(mark) {
                if rests_on_this(known) {
                    known.dependence.on_length |= dependence.on_length;
                    known.dependence.on_place = dependence.on_place;
                }
            }
            self.0.push(DeadEnd {
                member,
                height,
                dependence,
            });
        }
        dependence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn height(depth: usize) -> Height {
        Height { depth, counted: 0 }
    }

    const fn on_place(place: usize) -> Dependence {
        Dependence {
            on_place: place,
            ..Dependence::NONE
        }
    }

    #[test]
    fn a_failure_that_depends_on_nothing_holds_everywhere() {
        let mut dead_ends = DeadEnds::default();
        dead_ends.close(7, height(3), 0, Dependence::NONE);
        assert!(dead_ends.find(7, height(1)).is_some());
        assert!(dead_ends.find(8, height(3)).is_none());
    }

    #[test]
    fn a_path_that_is_too_long_is_so_only_as_high_up() {
        let mut dead_ends = DeadEnds::default();
        dead_ends.close(7, height(3), 0, Dependence::ON_LENGTH);
        assert!(dead_ends.find(7, height(3)).is_some());
        assert!(dead_ends.find(7, height(2)).is_none());
    }

    #[test]
    fn a_failure_that_depends_on_the_path_is_forgotten_and_passed_down() {
        let mut dead_ends = DeadEnds::default();
        let below = dead_ends.close(7, height(3), 0, Dependence::ON_PATH);
        assert!(below.on_path);
        assert!(dead_ends.find(7, height(3)).is_none());
    }

    #[test]
    fn a_loop_holds_while_its_place_is_searched_and_for_good_if_nothing_is_found_there() {
        let mut dead_ends = DeadEnds::default();
        let below = dead_ends.close(7, height(3), 0, on_place(2));
        assert_eq!(below.on_place, 2);
        assert!(dead_ends.find(7, height(5)).is_some());
        let below = dead_ends.close(5, height(2), 0, below);
        assert_eq!(below.on_place, usize::MAX);
        assert_eq!(dead_ends.find(7, height(1)).unwrap().on_place, usize::MAX);
    }

    #[test]
    fn a_loop_is_forgotten_if_what_was_found_at_its_place_depends_on_the_path() {
        let mut dead_ends = DeadEnds::default();
        dead_ends.close(6, height(4), 0, Dependence::NONE);
        dead_ends.close(7, height(3), 0, on_place(2));
        dead_ends.close(5, height(2), 0, Dependence::ON_PATH);
        assert!(dead_ends.find(7, height(3)).is_none());
        assert!(
            dead_ends.find(6, height(4)).is_some(),
            "it depends on nothing"
        );
    }

    #[test]
    fn a_loop_takes_over_that_its_place_is_too_high_up() {
        let mut dead_ends = DeadEnds::default();
        let mut below = dead_ends.close(7, height(3), 0, on_place(2));
        below.join(Dependence::ON_LENGTH);
        dead_ends.close(5, height(2), 0, below);
        assert!(dead_ends.find(7, height(3)).is_some());
        assert!(dead_ends.find(7, height(2)).is_none());
    }
}
