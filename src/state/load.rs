//! Something that is fetched.

use crate::api::ApiError;

/// Where a fetch stands, with what was there before.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Load<T> {
    /// Not asked for.
    #[default]
    Idle,
    /// Under way.
    Pending {
        /// What is held from before.
        stale: Option<T>,
    },
    /// There.
    Ready(T),
    /// It failed.
    Failed {
        /// Why.
        error: ApiError,
        /// What is held from before.
        stale: Option<T>,
    },
}

impl<T> Load<T> {
    /// What can be shown, fresh or stale.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Idle => None,
            Self::Pending { stale } | Self::Failed { stale, .. } => stale.as_ref(),
            Self::Ready(value) => Some(value),
        }
    }

    /// The same, asked for again.
    #[must_use]
    pub fn again(self) -> Self {
        Self::Pending {
            stale: self.into_value(),
        }
    }

    /// The answer, which keeps what was there when it is a failure.
    #[must_use]
    pub fn answered(self, answer: Result<T, ApiError>) -> Self {
        match answer {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed {
                error,
                stale: self.into_value(),
            },
        }
    }

    /// What is held, fresh or stale.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Idle => None,
            Self::Pending { stale } | Self::Failed { stale, .. } => stale,
            Self::Ready(value) => Some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_refresh_keeps_what_was_there() {
        let load = Load::Ready(7).again().answered(Err(ApiError::Offline));
        assert_eq!(
            load,
            Load::Failed {
                error: ApiError::Offline,
                stale: Some(7)
            }
        );
        assert_eq!(load.value(), Some(&7));
    }
}
