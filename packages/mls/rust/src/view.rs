use crate::{code, Result};
use js_sys::{Array, Uint8Array};
use openmls::prelude::{Proposal, *};
use wasm_bindgen::prelude::*;

pub(crate) fn bytes(slice: &[u8]) -> JsValue {
    Uint8Array::from(slice).into()
}

/// Leaf index, identity, signature key.
pub(crate) fn members<'a>(members: impl Iterator<Item = Member> + 'a) -> Array {
    members
        .map(|one| {
            Array::of3(
                &one.index.u32().into(),
                &bytes(one.credential.serialized_content()),
                &bytes(&one.signature_key),
            )
        })
        .collect()
}

/// What a commit would do, before it does it.
#[wasm_bindgen]
pub struct CommitView {
    own: bool,
    by: Option<u32>,
    added: Vec<(Vec<u8>, Vec<u8>)>,
    removed: Vec<u32>,
    path: Option<(Vec<u8>, Vec<u8>)>,
    evicts: bool,
    epoch: u64,
}

#[wasm_bindgen]
impl CommitView {
    /// The leaf of the committer; nothing for somebody who joins from outside.
    #[wasm_bindgen(getter)]
    pub fn by(&self) -> Option<u32> {
        self.by
    }
    /// Whether it is this device's own pending commit.
    #[wasm_bindgen(getter)]
    pub fn own(&self) -> bool {
        self.own
    }
    /// Pairs of identity and signature key.
    #[wasm_bindgen(getter)]
    pub fn added(&self) -> Array {
        self.added.iter().map(|(identity, key)| Array::of2(&bytes(identity), &bytes(key))).collect()
    }
    #[wasm_bindgen(getter)]
    pub fn removed(&self) -> Vec<u32> {
        self.removed.clone()
    }
    /// Identity and signature key of the committer's new leaf: of who joins from outside, the only ones there are.
    #[wasm_bindgen(getter)]
    pub fn path(&self) -> Option<Array> {
        self.path.as_ref().map(|(identity, key)| Array::of2(&bytes(identity), &bytes(key)))
    }
    /// Whether this device is removed by it.
    #[wasm_bindgen(getter)]
    pub fn evicts(&self) -> bool {
        self.evicts
    }
    /// The epoch it leads to.
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> f64 {
        self.epoch as f64
    }
}

fn leaf(node: &LeafNode) -> (Vec<u8>, Vec<u8>) {
    (node.credential().serialized_content().to_vec(), node.signature_key().as_slice().to_vec())
}

impl CommitView {
    /// Refuses what Parley has no use for, since nobody would look at it: pre-shared keys, new extensions, a new group.
    pub(crate) fn of(commit: &StagedCommit, sender: &Sender, own: bool) -> Result<Self> {
        let by = match sender {
            Sender::Member(index) => Some(index.u32()),
            Sender::NewMemberCommit => None,
            _ => return code("unsupported"),
        };
        let mut view = Self {
            own,
            by,
            added: vec![],
            removed: vec![],
            path: commit.update_path_leaf_node().map(leaf),
            evicts: commit.self_removed(),
            epoch: commit.epoch().as_u64(),
        };
        for queued in commit.queued_proposals() {
            match queued.proposal() {
                Proposal::Add(add) => view.added.push(leaf(add.key_package().leaf_node())),
                Proposal::Remove(remove) => view.removed.push(remove.removed().u32()),
                Proposal::ExternalInit(_) if by.is_none() => {}
                _ => return code("unsupported"),
            }
        }
        // A group that heals needs a path in each removal; RFC 9420 demands it, and this is what was broken elsewhere.
        if !view.removed.is_empty() && view.path.is_none() {
            return code("no_path");
        }
        Ok(view)
    }

    pub(crate) fn witnessed(mut self) -> Self {
        self.evicts = false;
        self
    }
}
