/** One mistake: a text of a source file, which must stand there once, and what stands there instead. */
export interface Mutant {
  file: string;
  from: string;
  to: string;
}

const of = (file: string, ...changes: [from: string, to: string][]): Mutant[] =>
  changes.map(([from, to]) => ({ file, from, to }));

export const messageMutants: Mutant[] = [
  ...of(
    'message.ts',
    ["  requireEqual(commitment, fromBase64url(sealed.commitment, 32), 'message key');", ''],
    ['  await requireSignedMessage(sealed, place, signed, deviceKey);', ''],
    [
      'requireSignedMessage(sealed, place, signed, deviceKey)',
      'requireSignedMessage(sealed, place, clear, deviceKey)',
    ],
    ['    clear.mentionIds,\n', ''],
    ['    clear.mentionsRoom,\n', ''],
    ['    clear.replyToId,\n', ''],
    ['    clear.fileIds,\n', ''],
    ['    fromBase64url(sealed.roster, 32),\n', ''],
    ['    await sha256(fromBase64url(sealed.box)),\n    fromBase64url(sealed.commitment, 32),\n', ''],
    ['  place.roomId,\n', ''],
    ['  place.authorId,\n', ''],
    ['  place.clientId,\n', ''],
    ['  place.version,\n', ''],
    ['const salt = randomBytes(16);', 'const salt = new Uint8Array(16);'],
    ['pad(writeContent(content))', 'pad(writeContent(content), writeContent(content).length + 1)'],
    ['mentionIds: isSame(signed.mentionIds, shown.mentionIds)', 'mentionIds: true'],
    ["derive(epochKey, 'message', placeFields(place, sealed), { salt })", 'Promise.resolve(epochKey)'],
  ),
  ...of(
    'reaction.ts',
    ['[...fieldsOf(place), emoji]', 'fieldsOf(place)'],
    ['  place.clientId,\n', ''],
    ['pad(bytesOf(emoji), SIZE)', 'bytesOf(emoji)'],
  ),
  ...of('content.ts', ['[fileId, thumbnail.fileId]', '[fileId]']),
  ...of('ed25519.ts', [
    "  if (!(await isSigned(publicKey, bytes, signature))) throw failure('bad_signature', 'signature');",
    '  await isSigned(publicKey, bytes, signature);',
  ]),
];

export const epochMutants: Mutant[] = [
  ...of(
    'epochs.ts',
    ['[...fieldsOf(place), userId, accountKeyN]', '[...fieldsOf(place)]'],
    ['[...fieldsOf(place), userId, accountKeyN]', '[userId, accountKeyN]'],
    ['if (commitment !== null) await', 'if (commitment === null) await'],
    ['    if (link === null) return { keys, brokenAt: null };', '    if (link === null) continue;'],
    ['      return { keys, brokenAt: epoch };', '      return { keys, brokenAt: null };'],
    ['    keys.set(epoch - 1, current);', '    keys.set(epoch, current);'],
    ["derive(key, 'epoch commitment', fieldsOf(place))", "derive(key, 'epoch commitment', [])"],
    ["    throw failure('malformed', 'recipients');", '    return { enc: "", seals: [] };'],
    ['[userId, accountKeyN, bytesOf(box)]', '[userId]'],
    ['[enc, fields, link]', '[enc, fields]'],
    ['[enc, fields, link]', '[fields, link]'],
  ),
  ...of(
    'record.ts',
    ['  await requireSigned(messageKey, bytesToSign(record), fromBase64url(record.signature, 64));', ''],
    ["  if (!isHere) throw failure('wrong_key', 'epoch record');", ''],
    ["throw failure('wrong_key', 'commit of the record')", 'return'],
    ["throw failure('wrong_key', 'seals of the record')", 'return'],
    ['    fromBase64url(record.commitment, 32),\n', ''],
    ['    fromBase64url(record.roster, 32),\n', ''],
    ['    record.deviceId,\n', ''],
    ['    record.userId,\n', ''],
  ),
  ...of(
    'roster.ts',
    ['members.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))', '[...members]'],
    ['[userId, n, fromBase64url(head, 32)]', '[userId, fromBase64url(head, 32)]'],
    ['[userId, n, fromBase64url(head, 32)]', '[userId, n]'],
  ),
  ...of('x25519.ts', [
    "    throw failure('weak_key', 'public key');\n  }\n  if (secret.every((byte) => byte === 0)) throw failure('weak_key', 'public key');",
    '    secret = new Uint8Array(32);\n  }',
  ]),
];

export const chainMutants: Mutant[] = [
  ...of(
    'chain.ts',
    ['entry.n !== chain.n + 1 || entry.prev !== chain.head', 'entry.n !== chain.n + 1'],
    ['entry.n !== chain.n + 1 || entry.prev !== chain.head', 'entry.prev !== chain.head'],
    ['  await requireSignedEntry(entry, key);\n', ''],
    ['  await requireSignedEntry(entry, device.messageKey);\n', ''],
    ['  if (device?.until === null) return device.messageKey;', '  if (device) return device.messageKey;'],
    [
      "  if (chain.recovery?.deviceId === by) return chain.recovery.messageKey;\n  throw failure('chain_signer', `signer of entry ${chain.n + 1}`);",
      "  return chain.recovery?.messageKey ?? '';",
    ],
    ["throw failure('chain_entry', `device or key of entry ${entry.n}`)", 'return all'],
    ["if (chain.n < n) throw failure('chain_rollback', `chain ends at ${chain.n}, was at ${n}`);", ''],
    ['chain.hashes[n] !== head', 'n > chain.n'],
    ["  if (entry.userId !== userId) throw failure('chain_entry', 'owner of the entry');\n", ''],
    ['  requireForm(entry);\n', ''],
    [
      '  if (accountKey !== null) await agree(randomBytes(32), fromBase64url(accountKey, 32));',
      '  await agree;',
    ],
    ['ended(chain.devices, () => true, n)', 'chain.devices'],
    ['recovery: null, accountKeys, resets', 'accountKeys, resets'],
    ['resets: [...chain.resets, n], root: hash', 'resets: [...chain.resets, n]'],
    ['last === undefined || last.n < (chain.resets.at(-1) ?? 0) ? null : last', 'last ?? null'],
    ["throw failure('chain_entry', `revocation by entry ${n}`)", 'return {}'],
    ["      if (deviceId !== entry.by) throw failure('chain_entry', `account key of entry ${n}`);\n", ''],
    [
      "    case 'start':\n      throw failure('chain_entry', `a second start at entry ${n}`);",
      "    case 'start':\n      return {};",
    ],
    ["  if (entry.by !== entry.deviceId) throw failure('chain_signer', `signer of entry ${entry.n}`);\n", ''],
    ["const isOfKnown = kind === 'revoke' || kind === 'accountKey';", "const isOfKnown = kind !== 'start';"],
  ),
  ...of(
    'deviceEntry.ts',
    ['    entry.userId,\n', ''],
    ['    keyBytes(entry.mlsKey),\n', ''],
    ['    keyBytes(entry.accountKey),\n', ''],
    ['    entry.at,\n', ''],
    ['    entry.deviceId,\n', ''],
    [
      '    if (key !== null) requireSigningKey(fromBase64url(key, 32));',
      '    if (key !== null) fromBase64url(key, 32);',
    ],
    ['Object.hasOwn(FORM, entry.kind)', '(entry.kind in FORM)'],
    ['[bytesToSign(entry), signature]', '[signature.slice(0, 0)]'],
    ['  recovery: { mlsKey: 0,', '  recovery: { mlsKey: 2,'],
    ['  revoke: { mlsKey: 0, messageKey: 0', '  revoke: { mlsKey: 0, messageKey: 2'],
    ['  add: { mlsKey: 1, messageKey: 1, accountKey: 0', '  add: { mlsKey: 1, messageKey: 1, accountKey: 2'],
  ),
  ...of(
    'safetyNumber.ts',
    ['.toSorted((x, y) => (x.userId < y.userId ? -1 : 1))', ''],
    ['[userId, fromBase64url(root, 32)]', '[userId]'],
  ),
];

export const vaultMutants: Mutant[] = [
  ...of(
    'vault.ts',
    ['concat(vaultKey, root)', 'vaultKey'],
    ['if (generation < minimum)', 'if (generation < 0)'],
    ['generation: open.generation + 1', 'generation: open.generation'],
    [
      '  const salt = randomBytes(16);\n  const key = await boxKey',
      '  const salt = new Uint8Array(16);\n  const key = await boxKey',
    ],
    ['names.size === 0 || ', ''],
    ['kind === secret.kind && id === secret.id', 'id === secret.id'],
    ["  if (way.secret.length < 16) throw failure('malformed', 'secret of a way');\n", ''],
  ),
  ...of(
    'recoveryKey.ts',
    ['isEqual(check, await checkOf(key))', '(check, await checkOf(key))'],
    ['.toUpperCase()', ''],
    [".normalize('NFKC')", ''],
    [".replaceAll('O', '0')", ''],
    ['Uint8Array.of(first, second & 0xf0)', 'Uint8Array.of(first & 0, second & 0)'],
    ['return randomBytes(KEY)', 'return new Uint8Array(KEY)'],
  ),
];
