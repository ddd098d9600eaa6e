use crate::{code, group::{Committed, Group, Joined}, group_info_in, message_in, refused, view, Result, SUITE};
use js_sys::Array;
use openmls::prelude::{tls_codec::Serialize as _, *};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;
use std::collections::HashMap;
use wasm_bindgen::prelude::*;

/// A device: its signature key, and the storage of all its groups.
#[wasm_bindgen]
pub struct Device {
    pub(crate) provider: OpenMlsRustCrypto,
    pub(crate) signer: SignatureKeyPair,
    pub(crate) credential: CredentialWithKey,
    stored: HashMap<Vec<u8>, Vec<u8>>,
}

pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .use_ratchet_tree_extension(true)
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .build()
}

fn credential(identity: &[u8], signer: &SignatureKeyPair) -> CredentialWithKey {
    CredentialWithKey {
        credential: BasicCredential::new(identity.to_vec()).into(),
        signature_key: signer.public().into(),
    }
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

fn take<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8]> {
    let Some((head, rest)) = bytes.split_first_chunk::<4>() else { return code("malformed") };
    let length = u32::from_le_bytes(*head) as usize;
    if rest.len() < length {
        return code("malformed");
    }
    let (value, rest) = rest.split_at(length);
    *bytes = rest;
    Ok(value)
}

#[wasm_bindgen]
impl Device {
    #[wasm_bindgen(constructor)]
    pub fn new(identity: &[u8]) -> Result<Device> {
        let provider = OpenMlsRustCrypto::default();
        let signer = SignatureKeyPair::new(SignatureScheme::ED25519).map_err(refused)?;
        signer.store(provider.storage()).map_err(refused)?;
        let credential = credential(identity, &signer);
        Ok(Device { provider, signer, credential, stored: HashMap::new() })
    }

    /// `state`: pairs of key and value, each with its length (32 bit, little endian) before it.
    pub fn restore(identity: &[u8], public_key: &[u8], state: &[u8]) -> Result<Device> {
        let provider = OpenMlsRustCrypto::default();
        let mut rest = state;
        let mut stored = HashMap::new();
        while !rest.is_empty() {
            let key = take(&mut rest)?.to_vec();
            stored.insert(key, take(&mut rest)?.to_vec());
        }
        match provider.storage().values.write() {
            Ok(mut values) => *values = stored.clone(),
            Err(_) => return code("invalid"),
        }
        let Some(signer) = SignatureKeyPair::read(provider.storage(), public_key, SignatureScheme::ED25519) else {
            return code("no_signer");
        };
        let credential = credential(identity, &signer);
        Ok(Device { provider, signer, credential, stored })
    }

    /// What has changed in the storage since this was called last: 1 key value, or 0 key.
    #[wasm_bindgen(js_name = takeChanges)]
    pub fn take_changes(&mut self) -> Result<Vec<u8>> {
        let Ok(values) = self.provider.storage().values.read() else { return code("invalid") };
        let mut out = vec![];
        for (key, value) in values.iter().filter(|(key, value)| self.stored.get(*key) != Some(value)) {
            out.push(1);
            put(&mut out, key);
            put(&mut out, value);
        }
        for key in self.stored.keys().filter(|key| !values.contains_key(*key)) {
            out.push(0);
            put(&mut out, key);
        }
        self.stored = values.clone();
        Ok(out)
    }

    #[wasm_bindgen(getter, js_name = publicKey)]
    pub fn public_key(&self) -> Vec<u8> {
        self.signer.public().to_vec()
    }

    #[wasm_bindgen(js_name = keyPackage)]
    pub fn key_package(&self, last_resort: bool) -> Result<Vec<u8>> {
        let mut builder = KeyPackage::builder();
        if last_resort {
            builder = builder.mark_as_last_resort();
        }
        let bundle = builder.build(SUITE, &self.provider, &self.signer, self.credential.clone()).map_err(refused)?;
        MlsMessageOut::from(bundle.key_package().clone()).tls_serialize_detached().map_err(refused)
    }

    #[wasm_bindgen(js_name = createGroup)]
    pub fn create_group(&self, id: &[u8]) -> Result<Group> {
        let group = MlsGroup::builder()
            .ciphersuite(SUITE)
            .with_group_id(GroupId::from_slice(id))
            .use_ratchet_tree_extension(true)
            .with_wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .build(&self.provider, &self.signer, self.credential.clone())
            .map_err(refused)?;
        Ok(Group::of(group))
    }

    #[wasm_bindgen(js_name = loadGroup)]
    pub fn load_group(&self, id: &[u8]) -> Result<Group> {
        match MlsGroup::load(self.provider.storage(), &GroupId::from_slice(id)).map_err(refused)? {
            Some(group) => Ok(Group::of(group)),
            None => code("no_group"),
        }
    }

    #[wasm_bindgen(js_name = stageWelcome)]
    pub fn stage_welcome(&self, welcome: &[u8]) -> Result<StagedJoin> {
        let MlsMessageBodyIn::Welcome(welcome) = message_in(welcome)? else { return code("not_a_welcome") };
        let staged = StagedWelcome::build_from_welcome(&self.provider, &join_config(), welcome)
            .map_err(refused)?
            .skip_lifetime_validation()
            .build()
            .map_err(refused)?;
        Ok(StagedJoin { staged: Some(staged) })
    }

    #[wasm_bindgen(js_name = joinExternally)]
    pub fn join_externally(&self, group_info: &[u8]) -> Result<Joined> {
        let (group, bundle) = MlsGroup::external_commit_builder()
            .with_config(join_config())
            .skip_lifetime_validation()
            .build_group(&self.provider, group_info_in(group_info)?, self.credential.clone())
            .map_err(refused)?
            .load_psks(self.provider.storage())
            .map_err(refused)?
            .create_group_info(true)
            .use_ratchet_tree_extension(true)
            .build(self.provider.rand(), self.provider.crypto(), &self.signer, |_| true)
            .map_err(refused)?
            .finalize(&self.provider)
            .map_err(refused)?;
        Ok(Joined::of(Group::of(group), Committed::of(bundle)?))
    }
}

/// A welcome that has been opened, and not taken.
#[wasm_bindgen]
pub struct StagedJoin {
    staged: Option<StagedWelcome>,
}

#[wasm_bindgen]
impl StagedJoin {
    fn get(&self) -> Result<&StagedWelcome> {
        self.staged.as_ref().map_or_else(|| code("nothing_staged"), Ok)
    }
    #[wasm_bindgen(getter, js_name = groupId)]
    pub fn group_id(&self) -> Result<Vec<u8>> {
        Ok(self.get()?.group_context().group_id().as_slice().to_vec())
    }
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> Result<f64> {
        Ok(self.get()?.group_context().epoch().as_u64() as f64)
    }
    #[wasm_bindgen(getter)]
    pub fn sender(&self) -> Result<u32> {
        Ok(self.get()?.welcome_sender_index().u32())
    }
    pub fn members(&self) -> Result<Array> {
        Ok(view::members(self.get()?.members()))
    }
    pub fn accept(&mut self, device: &Device) -> Result<Group> {
        match self.staged.take() {
            Some(staged) => Ok(Group::of(staged.into_group(&device.provider).map_err(refused)?)),
            None => code("nothing_staged"),
        }
    }
}
