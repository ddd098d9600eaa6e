//! A thin binding of OpenMLS (RFC 9420) for Parley: no cryptography of its own.
//! A commit is staged, inspected, and merged only then. Errors are codes.
#![forbid(unsafe_code)]

mod device;
mod group;
mod view;
mod witness;

use openmls::messages::group_info::VerifiableGroupInfo;
use openmls::prelude::{tls_codec::Deserialize as _, *};
use wasm_bindgen::JsError;

/// X25519, AES-128-GCM, SHA-256, Ed25519: the suite that every implementation has.
pub(crate) const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

pub(crate) type Result<T> = std::result::Result<T, JsError>;

pub(crate) fn code<T>(code: &str) -> Result<T> {
    Err(JsError::new(code))
}

/// Errors of OpenMLS are nested by layer; their names are what is stable, so the code is found by them.
pub(crate) fn refused<E: std::fmt::Debug>(error: E) -> JsError {
    let text = format!("{error:?}");
    let known = [
        ("OwnCommitMismatch", "own_commit_lost"),
        ("CannotDecryptOwn", "own_commit_lost"),
        ("WrongEpoch", "wrong_epoch"),
        ("WrongGroupId", "wrong_group"),
        ("UseAfterEviction", "evicted"),
        ("PendingCommit", "pending_commit"),
        ("NoMatchingKeyPackage", "no_key_package"),
        ("DuplicateSignatureKey", "already_member"),
        ("GroupAlreadyExists", "group_exists"),
    ];
    let found = known.iter().find(|(name, _)| text.contains(name));
    JsError::new(found.map_or("invalid", |(_, code)| code))
}

pub(crate) fn message_in(bytes: &[u8]) -> Result<MlsMessageBodyIn> {
    match MlsMessageIn::tls_deserialize_exact(bytes) {
        Ok(message) => Ok(message.extract()),
        Err(_) => code("malformed"),
    }
}

/// A commit in a PublicMessage: what the server can check. Anything else is refused before it touches a group.
pub(crate) fn commit_in(bytes: &[u8]) -> Result<PublicMessageIn> {
    let MlsMessageBodyIn::PublicMessage(message) = message_in(bytes)? else { return code("not_a_commit") };
    if ProtocolMessage::from(message.clone()).content_type() != ContentType::Commit {
        return code("not_a_commit");
    }
    Ok(message)
}

pub(crate) fn group_info_in(bytes: &[u8]) -> Result<VerifiableGroupInfo> {
    match message_in(bytes)? {
        MlsMessageBodyIn::GroupInfo(info) => Ok(info),
        _ => code("not_a_group_info"),
    }
}
