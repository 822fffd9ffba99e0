//! What the derived description of the interface gets wrong.

use utoipa::openapi::{OpenApi, RefOr, Schema};

/// Enums in which another enum's kinds stand flat beside their own: the derive takes the variant
/// for one more kind.
const FLAT: [&str; 2] = ["Act", "Command"];

/// Describes variants whose kinds stand flat (`serde(untagged)`) by what they hold, and nothing
/// more.
pub(super) fn flatten(document: &mut OpenApi) {
    let Some(components) = &mut document.components else {
        return;
    };
    for name in FLAT {
        let Some(RefOr::T(Schema::OneOf(variants))) = components.schemas.get_mut(name) else {
            continue;
        };
        for variant in &mut variants.items {
            let RefOr::T(Schema::AllOf(parts)) = variant else {
                continue;
            };
            let is_flat = parts.items.last().is_some_and(|part| {
                serde_json::to_string(part).is_ok_and(|text| text.contains(r#"["evidence"]"#))
            });
            if let Some(held) = parts.items.first().filter(|_| is_flat).cloned() {
                *variant = held;
            }
        }
    }
}
