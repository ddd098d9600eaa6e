use crate::{code, commit_in, device::Device, message_in, refused, view, view::CommitView, Result};
use js_sys::{Array, Uint8Array};
use openmls::prelude::{tls_codec::Serialize as _, *};
use wasm_bindgen::prelude::*;

/// What a commit consists of for the others.
#[wasm_bindgen]
pub struct Committed {
    commit: Vec<u8>,
    welcome: Option<Vec<u8>>,
    group_info: Vec<u8>,
}

#[wasm_bindgen]
impl Committed {
    #[wasm_bindgen(getter)]
    pub fn commit(&self) -> Vec<u8> {
        self.commit.clone()
    }
    #[wasm_bindgen(getter)]
    pub fn welcome(&self) -> Option<Vec<u8>> {
        self.welcome.clone()
    }
    #[wasm_bindgen(getter, js_name = groupInfo)]
    pub fn group_info(&self) -> Vec<u8> {
        self.group_info.clone()
    }
}

impl Committed {
    pub(crate) fn of(bundle: CommitMessageBundle) -> Result<Self> {
        let (commit, welcome, group_info) = bundle.into_messages();
        let Some(group_info) = group_info else { return code("invalid") };
        Ok(Self {
            commit: commit.tls_serialize_detached().map_err(refused)?,
            welcome: welcome.map(|one| one.tls_serialize_detached()).transpose().map_err(refused)?,
            group_info: group_info.tls_serialize_detached().map_err(refused)?,
        })
    }
}

/// A group that was joined from outside, with the commit that says so to the others.
#[wasm_bindgen]
pub struct Joined {
    group: Option<Group>,
    committed: Option<Committed>,
}

impl Joined {
    pub(crate) fn of(group: Group, committed: Committed) -> Self {
        Self { group: Some(group), committed: Some(committed) }
    }
}

#[wasm_bindgen]
impl Joined {
    #[wasm_bindgen(js_name = takeGroup)]
    pub fn take_group(&mut self) -> Option<Group> {
        self.group.take()
    }
    #[wasm_bindgen(js_name = takeCommitted)]
    pub fn take_committed(&mut self) -> Option<Committed> {
        self.committed.take()
    }
}

enum Staged {
    Nothing,
    Commit(Box<StagedCommit>),
    Own,
}

/// One group of a device.
#[wasm_bindgen]
pub struct Group {
    group: MlsGroup,
    staged: Staged,
}

impl Group {
    pub(crate) fn of(group: MlsGroup) -> Self {
        Self { group, staged: Staged::Nothing }
    }
}

#[wasm_bindgen]
impl Group {
    /// Adds and removes in one commit, which becomes the pending one. `adds` are key packages in MLSMessages.
    pub fn commit(&mut self, device: &Device, adds: Vec<Uint8Array>, removes: Vec<u32>, update: bool) -> Result<Committed> {
        // OpenMLS would put the new one in its place, and its echo would lock this device out.
        if self.group.pending_commit().is_some() {
            return code("pending_commit");
        }
        let crypto = device.provider.crypto();
        let mut packages = vec![];
        for add in adds {
            let MlsMessageBodyIn::KeyPackage(package) = message_in(&add.to_vec())? else { return code("not_a_key_package") };
            packages.push(package.validate(crypto, ProtocolVersion::Mls10).map_err(refused)?);
        }
        let bundle = self
            .group
            .commit_builder()
            .force_self_update(update)
            .propose_adds(packages)
            .propose_removals(removes.into_iter().map(LeafNodeIndex::new))
            .load_psks(device.provider.storage())
            .map_err(refused)?
            .create_group_info(true)
            .use_ratchet_tree_extension(true)
            .build(device.provider.rand(), crypto, &device.signer, |_| true)
            .map_err(refused)?
            .stage_commit(&device.provider)
            .map_err(refused)?;
        Committed::of(bundle)
    }

    /// Reads a commit and says what it would do. Nothing of the group changes.
    pub fn stage(&mut self, device: &Device, commit: &[u8]) -> Result<CommitView> {
        self.staged = Staged::Nothing;
        let processed = self.group.process_message(&device.provider, commit_in(commit)?).map_err(refused)?;
        let sender = processed.sender().clone();
        match processed.into_content() {
            ProcessedMessageContent::StagedCommitMessage(commit) => {
                let view = CommitView::of(&commit, &sender, false)?;
                self.staged = Staged::Commit(commit);
                Ok(view)
            }
            ProcessedMessageContent::OwnPendingCommit => {
                let Some(pending) = self.group.pending_commit() else { return code("own_commit_lost") };
                let view = CommitView::of(pending, &sender, true)?;
                self.staged = Staged::Own;
                Ok(view)
            }
            _ => code("not_a_commit"),
        }
    }

    /// A secret of the epoch that the staged commit leads to, to check what came with it before it counts.
    #[wasm_bindgen(js_name = stagedSecret)]
    pub fn staged_secret(&self, device: &Device, label: &str, context: &[u8], length: usize) -> Result<Vec<u8>> {
        match &self.staged {
            Staged::Nothing => code("nothing_staged"),
            Staged::Own => self.pending_secret(device, label, context, length),
            Staged::Commit(commit) => commit.export_secret(device.provider.crypto(), label, context, length).map_err(refused),
        }
    }

    /// Takes the staged commit. A pending one of this device that lost against it is dropped.
    pub fn merge(&mut self, device: &Device) -> Result<()> {
        match std::mem::replace(&mut self.staged, Staged::Nothing) {
            Staged::Nothing => code("nothing_staged"),
            Staged::Own => self.group.merge_pending_commit(&device.provider).map_err(refused),
            Staged::Commit(commit) => {
                self.group.clear_pending_commit(device.provider.storage()).map_err(refused)?;
                self.group.merge_staged_commit(&device.provider, *commit).map_err(refused)
            }
        }
    }

    pub fn discard(&mut self) {
        self.staged = Staged::Nothing;
    }

    #[wasm_bindgen(js_name = mergePending)]
    pub fn merge_pending(&mut self, device: &Device) -> Result<()> {
        if self.group.pending_commit().is_none() {
            return code("nothing_pending");
        }
        self.staged = Staged::Nothing;
        self.group.merge_pending_commit(&device.provider).map_err(refused)
    }

    #[wasm_bindgen(js_name = clearPending)]
    pub fn clear_pending(&mut self, device: &Device) -> Result<()> {
        self.group.clear_pending_commit(device.provider.storage()).map_err(refused)
    }

    #[wasm_bindgen(getter, js_name = hasPending)]
    pub fn has_pending(&self) -> bool {
        self.group.pending_commit().is_some()
    }

    /// A secret of the epoch that the pending commit leads to: what has to be sealed before it is sent.
    #[wasm_bindgen(js_name = pendingSecret)]
    pub fn pending_secret(&self, device: &Device, label: &str, context: &[u8], length: usize) -> Result<Vec<u8>> {
        match self.group.pending_commit() {
            Some(pending) => pending.export_secret(device.provider.crypto(), label, context, length).map_err(refused),
            None => code("nothing_pending"),
        }
    }

    #[wasm_bindgen(js_name = exportSecret)]
    pub fn export_secret(&self, device: &Device, label: &str, context: &[u8], length: usize) -> Result<Vec<u8>> {
        self.group.export_secret(device.provider.crypto(), label, context, length).map_err(refused)
    }

    #[wasm_bindgen(js_name = groupInfo)]
    pub fn group_info(&self, device: &Device) -> Result<Vec<u8>> {
        let info = self.group.export_group_info(device.provider.crypto(), &device.signer, true).map_err(refused)?;
        info.tls_serialize_detached().map_err(refused)
    }

    pub fn members(&self) -> Array {
        view::members(self.group.members())
    }

    /// Deletes all of the group from the storage.
    pub fn remove(&mut self, device: &Device) -> Result<()> {
        self.group.delete(device.provider.storage()).map_err(refused)
    }

    #[wasm_bindgen(getter, js_name = epochAuthenticator)]
    pub fn epoch_authenticator(&self) -> Vec<u8> {
        self.group.epoch_authenticator().as_slice().to_vec()
    }
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> Vec<u8> {
        self.group.group_id().as_slice().to_vec()
    }
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> f64 {
        self.group.epoch().as_u64() as f64
    }
    #[wasm_bindgen(getter)]
    pub fn active(&self) -> bool {
        self.group.is_active()
    }
    #[wasm_bindgen(getter, js_name = ownLeaf)]
    pub fn own_leaf(&self) -> u32 {
        self.group.own_leaf_index().u32()
    }
}
