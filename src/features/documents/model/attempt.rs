//! What was sent to be signed. The answer may be lost on its way, and the next who confirms on this
//! device may be somebody else: what stands in the record then is not what they see on the screen.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::signing::Way;
use anjian_api::ids::CeremonyId;
use serde::{Deserialize, Serialize};

use super::manifest::Signer;

/// What somebody confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The name of who signs.
    pub signer: String,
    /// In which capacity; empty for oneself.
    pub capacity: String,
    /// Who helped and saw it; empty when nobody had to.
    pub witness: String,
    /// How.
    pub way: Way,
    /// SHA-256 of what was drawn.
    pub ink: Option<Sha256Digest>,
    /// SHA-256 of the photograph of a fingerprint.
    pub photograph: Option<Sha256Digest>,
}

/// An attempt on its way, until its answer is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The ceremony that it was to finish.
    pub ceremony: CeremonyId,
    /// What.
    pub attempt: Attempt,
}

/// Whose an earlier attempt was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It is this very one.
    This,
    /// The same person's, drawn or given otherwise.
    SamePerson,
    /// Somebody else's.
    Another,
}

impl Attempt {
    /// What this person confirms now.
    #[must_use]
    pub fn of(
        signer: &Signer,
        way: Way,
        ink: Option<Sha256Digest>,
        photograph: Option<Sha256Digest>,
    ) -> Self {
        Self {
            signer: signer.name.clone(),
            capacity: signer.capacity.clone(),
            witness: signer.witness.clone(),
            way,
            ink,
            photograph,
        }
    }

    /// Whose an earlier one was, seen from this.
    #[must_use]
    pub fn earlier(&self, earlier: &Attempt) -> Whose {
        if self == earlier {
            Whose::This
        } else if (&self.signer, &self.capacity) == (&earlier.signer, &earlier.capacity) {
            Whose::SamePerson
        } else {
            Whose::Another
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(name: &str, ink: u8) -> Attempt {
        let signer = Signer {
            name: name.to_owned(),
            ..Signer::default()
        };
        Attempt::of(&signer, Way::Drawn, Some(Sha256Digest([ink; 32])), None)
    }

    #[test]
    fn an_earlier_attempt_is_this_one_the_same_persons_or_anothers() {
        let now = drawn("周敏", 1);
        assert_eq!(now.earlier(&drawn("周敏", 1)), Whose::This);
        assert_eq!(now.earlier(&drawn("周敏", 2)), Whose::SamePerson);
        assert_eq!(now.earlier(&drawn("周明", 1)), Whose::Another);
        let typed = Attempt {
            way: Way::Typed,
            ink: None,
            ..drawn("周敏", 1)
        };
        assert_eq!(now.earlier(&typed), Whose::SamePerson);
        let for_the_firm = Attempt {
            capacity: "法定代表人".to_owned(),
            ..drawn("周敏", 1)
        };
        assert_eq!(now.earlier(&for_the_firm), Whose::Another);
    }

    #[test]
    fn what_the_tab_keeps_of_it_is_read_again() {
        let sent = Sent {
            ceremony: CeremonyId(uuid::Uuid::from_u128(7)),
            attempt: drawn("周敏", 1),
        };
        let kept = serde_json::to_string(&sent).unwrap();
        assert_eq!(serde_json::from_str::<Sent>(&kept).unwrap(), sent);
    }
}
