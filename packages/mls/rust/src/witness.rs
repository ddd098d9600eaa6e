use crate::{code, commit_in, group_info_in, refused, view, view::CommitView, Result};
use js_sys::Array;
use openmls::group::{ProposalStore, PublicGroup};
use openmls::prelude::*;
use openmls_rust_crypto::OpenMlsRustCrypto;
use wasm_bindgen::prelude::*;

fn public_group(provider: &OpenMlsRustCrypto, group_info: &[u8]) -> Result<PublicGroup> {
    let info = group_info_in(group_info)?;
    let Some(tree) = info.extensions().ratchet_tree().map(|one| one.ratchet_tree().clone()) else {
        return code("no_tree");
    };
    let (group, _) =
        PublicGroup::from_external(provider.crypto(), provider.storage(), tree.into(), info, ProposalStore::new())
            .map_err(refused)?;
    Ok(group)
}

/// Follows a group without any secret: what a server can check.
#[wasm_bindgen]
pub struct Witness {
    provider: OpenMlsRustCrypto,
    group: PublicGroup,
}

#[wasm_bindgen]
impl Witness {
    /// From the group info of the newest epoch.
    #[wasm_bindgen(constructor)]
    pub fn new(group_info: &[u8]) -> Result<Witness> {
        let provider = OpenMlsRustCrypto::default();
        let group = public_group(&provider, group_info)?;
        Ok(Witness { provider, group })
    }

    /// Checks a commit and the group info that comes with it, which must be that of the epoch the commit leads to, by
    /// its context and by its confirmation tag. Only then the witness follows.
    pub fn follow(&mut self, commit: &[u8], group_info: &[u8]) -> Result<CommitView> {
        let message = commit_in(commit)?;
        let Some(tag) = message.confirmation_tag().cloned() else { return code("invalid") };
        let processed = self.group.process_message(self.provider.crypto(), message).map_err(refused)?;
        let sender = processed.sender().clone();
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            return code("not_a_commit");
        };
        let view = CommitView::of(&staged, &sender, false)?.witnessed();
        let scratch = OpenMlsRustCrypto::default();
        let next = public_group(&scratch, group_info)?;
        // The signature of the group info covers its tag, but by whoever signed it; that it is the commit's is for us to see.
        if next.group_context() != staged.group_context() || next.confirmation_tag() != &tag {
            return code("wrong_group_info");
        }
        self.group = next;
        self.provider = scratch;
        Ok(view)
    }

    pub fn members(&self) -> Array {
        view::members(self.group.members())
    }
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> Vec<u8> {
        self.group.group_id().as_slice().to_vec()
    }
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> f64 {
        self.group.group_context().epoch().as_u64() as f64
    }
}
