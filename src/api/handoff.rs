//! Handing over from one device to another.

use anjian_api::handoff::{
    ClaimHandoff, Handoff, HandoffMoved, HandoffOffer, HandoffPurpose, HandoffState, HandoffStep,
    LookHandoff, OfferHandoff,
};
use anjian_api::ids::HandoffId;

use super::{Api, ApiError, read};

/// The server answers after twenty seconds at the latest.
const WAIT_MS: u32 = 30_000;

impl Api {
    /// Offers something to another device of the same person.
    pub async fn offer_handoff(&self, purpose: HandoffPurpose) -> Result<Handoff, ApiError> {
        let url = "/api/handoffs".to_owned();
        self.with_body("POST", url, &OfferHandoff { purpose }).await
    }

    /// What a code is for.
    pub async fn look_at_handoff(&self, code: String) -> Result<HandoffOffer, ApiError> {
        let url = "/api/handoffs/look".to_owned();
        self.with_body("POST", url, &LookHandoff { code }).await
    }

    /// Names the number on the other screen.
    pub async fn claim_handoff(&self, code: String, number: u8) -> Result<HandoffOffer, ApiError> {
        let url = "/api/handoffs/claim".to_owned();
        self.with_body("POST", url, &ClaimHandoff { code, number })
            .await
    }

    /// How far it is: at once, or when it is further than the change that is known.
    pub async fn handoff_state(
        &self,
        id: HandoffId,
        after: Option<u32>,
    ) -> Result<HandoffState, ApiError> {
        let after = after.map_or_else(String::new, |after| format!("?after={after}"));
        let url = format!("/api/handoffs/{id}/state{after}");
        read(&self.exchange_within("GET", url, None, WAIT_MS).await?)
    }

    /// Says how far this device is.
    pub async fn move_handoff(
        &self,
        id: HandoffId,
        step: HandoffStep,
    ) -> Result<HandoffState, ApiError> {
        let url = format!("/api/handoffs/{id}/step");
        self.with_body("PUT", url, &HandoffMoved { step }).await
    }
}
