/**
 * The steps of a verification, in order. Each either holds, with the bytes it was judged by, or refuses with its
 * reason; after the first that refuses none is reached. Nothing here knows of a page.
 */
import { fromBase64, hex, Refusal, refuse, same, sha256, textOf } from './bytes.js';
import { checkCauses, checkEvidence, checkManifest, checkOrder, evidenceOf, openBundle, recordsOf } from './bundle.js';
import { hasCounterparty, verifyCounterparty } from './counterparty.js';
import { consistencyProof, isConsistent, leafHash, rootOf, tileNodes } from './merkle.js';
import { verifyCheckpoint } from './note.js';
import { isRecordSignedBy, readProof, readRecord } from './record.js';

const SHOWN_MAX = 20;

const FULL = {
    container: 'the bundle is whole',
    canonical: 'records are canonical JSON (RFC 8785)',
    signature: 'records are signed by keys you pinned (Ed25519)',
    leaf: 'leaf hashes, SHA-256(0x00 \u2016 record)',
    inclusion: 'the leaves are in the tree (RFC 9162 inclusion proof)',
    checkpoint: 'the checkpoint is signed by the log you pinned',
    consistency: 'the log continues the checkpoint this browser saw last',
    order: 'records stand where they say and follow one another',
    evidence: 'the raw inputs are those that the records name',
    counterparty: "the counterparties' own signatures",
    contents: 'the list of contents agrees, no record of the case is missing',
    witness: 'witness cosignatures',
};

/**
 * Verifies a bundle file.
 *
 * @param trust from `readTrust`
 * @param world `seen`, `now`, and `fetchTile(path)` or null when there is no log at hand
 * @param tell called with every step as it is decided
 */
export async function verifyBundle(bytes, trust, world, tell = () => {}) {
    const found = {};
    return run(tell, found, [
        ['container', () => container(bytes, found)],
        ['canonical', () => canonicalRecords(found, () => recordsOf(found.bundle))],
        ...common(found, trust, world),
        ['order', () => order(found, trust)],
        ['evidence', () => evidence(found)],
        ['counterparty', () => counterparties(found)],
        ['contents', () => contents(found)],
        ['witness', () => witnesses()],
    ]);
}

/** Verifies one record and its proof file, as the log serves them. */
export async function verifyRecord(jws, proof, trust, world, tell = () => {}) {
    const found = {};
    return run(tell, found, [
        ['canonical', () => canonicalRecords(found, () => [single(jws, proof)])],
        ...common(found, trust, world),
        ['order', () => order(found, trust)],
        ['witness', () => witnesses()],
    ]);
}

function single(jws, proof) {
    const record = readRecord(jws);
    const stem = `records/${String(record.payload.seq).padStart(12, '0')}-${record.payload.recordId}`;
    return { stem, record, proof: readProof(proof) };
}

function common(found, trust, world) {
    return [
        ['signature', () => signatures(found, trust)],
        ['leaf', () => leaves(found)],
        ['inclusion', () => inclusion(found)],
        ['checkpoint', () => checkpoint(found, trust)],
        ['consistency', () => consistency(found, trust, world)],
    ];
}

async function run(tell, found, steps) {
    const decided = [];
    let refused = null;
    for (const [name, step] of steps) {
        const base = { number: decided.length + 1, name, title: FULL[name] };
        let outcome;
        if (refused !== null) {
            outcome = { ...base, state: 'not reached', detail: '', bytes: [] };
        } else {
            try {
                outcome = { ...base, state: 'holds', bytes: [], ...(await step()) };
            } catch (fault) {
                const detail = fault instanceof Refusal ? fault.message : `cannot be read: ${fault.message}`;
                outcome = { ...base, state: 'refused', detail, bytes: fault.evidence ?? [] };
                refused = outcome;
            }
        }
        decided.push(outcome);
        tell(outcome);
    }
    return { genuine: refused === null, refused, steps: decided, records: found.records ?? [], size: found.tree?.size };
}

function shown(list, form) {
    const bytes = list.slice(0, SHOWN_MAX).map(form);
    return list.length > SHOWN_MAX ? [...bytes, [`and ${list.length - SHOWN_MAX} more`, '']] : bytes;
}

async function container(bytes, found) {
    found.bundle = await openBundle(bytes);
    const files = [...found.bundle.files].map(([name, content]) => `${content.length} bytes  ${name}`).join('\n');
    const { size } = found.bundle.files;
    return { detail: `zip of ${bytes.length} bytes, ${size} files`, bytes: [['files', files]] };
}

async function canonicalRecords(found, read) {
    found.records = read();
    const hashes = await Promise.all(found.records.map(async ({ record }) => hex(await sha256(record.bytes))));
    return {
        detail: counted(found.records.length, 'record') + (hashes.length === 1 ? `, SHA-256 = ${hashes[0]}` : ''),
        bytes: shown(found.records, ({ stem, record }) => [
            `${stem}.jws, SHA-256 ${hashes[found.records.findIndex((each) => each.stem === stem)]}`,
            textOf(record.words),
        ]),
    };
}

async function signatures(found, trust) {
    for (const { stem, record } of found.records) {
        const key = trust.keys.get(record.keyId);
        if (key === undefined) {
            await refuseKey(found, stem, record);
        }
        if (!(await isRecordSignedBy(record, key))) {
            refuse(`${stem}.jws: the signature is not genuine: the record was changed after it was signed`, [
                ['signed text', textOf(record.signed)],
                ['signature', hex(record.signature)],
            ]);
        }
    }
    const keys = new Set(found.records.map(({ record }) => record.keyId));
    return {
        detail: `${counted(found.records.length, 'signature')} by ${[...keys].join(', ')} (pinned)`,
        bytes: shown(found.records, ({ stem, record }) => [
            `${stem}: signature over the first two parts of the JWS`,
            `${textOf(record.signed)}\n\n${hex(record.signature)}`,
        ]),
    };
}

/** A key that is in the bundle tells a foreign signer from a broken signature; it is not believed. */
async function refuseKey(found, stem, record) {
    const file = found.bundle?.files.get('jwks.json');
    const listed = file === undefined ? [] : (JSON.parse(textOf(file)).keys ?? []);
    const offered = listed.find((jwk) => jwk.kid === record.keyId);
    let isValid = false;
    if (offered !== undefined) {
        const padded = offered.x.replaceAll('-', '+').replaceAll('_', '/') + '=';
        isValid = await isRecordSignedBy(record, fromBase64(padded));
    }
    refuse(
        isValid
            ? `${stem}.jws: the signature is valid, but its key ${record.keyId} is not one that you pinned`
            : `${stem}.jws: signed by the key ${record.keyId}, which is not one that you pinned`,
    );
}

async function leaves(found) {
    found.leaves = [];
    for (const { record } of found.records) {
        found.leaves.push(await leafHash(record.bytes));
    }
    const detail = found.leaves.length === 1 ? hex(found.leaves[0]) : counted(found.leaves.length, 'leaf hash', 'leaf hashes');
    return { detail, bytes: shown(found.records, ({ stem }, at) => [stem, hex(found.leaves[at])]) };
}

async function inclusion(found) {
    found.trees = [];
    const places = [];
    for (const [at, { stem, proof }] of found.records.entries()) {
        const promised = promisedTree(proof);
        const reached = await rootOf(found.leaves[at], proof.index, promised.size, proof.hashes);
        if (reached === null) {
            refuse(`${stem}.tlog-proof: ${proof.hashes.length} hashes cannot prove leaf ${proof.index} of ${promised.size}`);
        }
        if (!same(reached, promised.root)) {
            refuse(
                `root differs: leaf ${proof.index} leads to ${hex(reached)}, the checkpoint says ${hex(promised.root)}. ` +
                    'The record was changed, or the log was rewritten, or this is another log',
                [['proof', proof.hashes.map(hex).join('\n')]],
            );
        }
        places.push([`${stem}: leaf ${proof.index} of ${promised.size}`, proof.hashes.map(hex).join('\n')]);
        found.root = promised.root;
        found.size = promised.size;
    }
    const one = found.records.length === 1 ? `leaf ${found.records[0].proof.index}` : counted(places.length, 'leaf', 'leaves');
    return { detail: `${one} of ${found.size} \u2192 root ${hex(found.root)}`, bytes: shown(places, (each) => each) };
}

/** What the proof's checkpoint says, before anybody has looked who signed it: that is the next step. */
function promisedTree(proof) {
    const lines = textOf(proof.checkpoint).split('\n');
    if (lines.length < 4 || !/^(0|[1-9][0-9]{0,17})$/.test(lines[1])) {
        refuse('the proof carries no checkpoint');
    }
    return { size: BigInt(lines[1]), root: fromBase64(lines[2]) };
}

async function checkpoint(found, trust) {
    const notes = new Set(found.records.map(({ proof }) => textOf(proof.checkpoint)));
    if (notes.size !== 1) {
        refuse('the proofs carry different checkpoints');
    }
    const policy = found.bundle?.files.get('policy.txt');
    if (policy !== undefined && textOf(policy) !== `log ${trust.log.text}\nquorum none\n`) {
        refuse(`the bundle's policy names another log than the one you pinned, ${trust.log.text}`, [
            ['policy.txt', textOf(policy)],
        ]);
    }
    found.tree = await verifyCheckpoint(found.records[0].proof.checkpoint, trust.log);
    return {
        detail: `Ed25519, ${trust.log.name}+${hex(trust.log.id)} (pinned), ${found.tree.size} entries`,
        bytes: [['checkpoint', found.tree.note]],
    };
}

async function consistency(found, trust, world) {
    const { tree } = found;
    const last = world.seen.last(trust.log);
    if (last === null) {
        world.seen.keep(trust.log, tree, world.now());
        return { state: 'not checked', detail: 'this browser sees the log for the first time; it will remember' };
    }
    const before = { size: BigInt(last.size), root: fromBase64(last.root) };
    const [older, newer] = before.size <= tree.size ? [before, tree] : [tree, before];
    if (older.size === newer.size) {
        if (!same(older.root, newer.root)) {
            refuse(`on ${last.seenAt} the log of ${older.size} entries had another root: it was rewritten, or shows two faces`);
        }
        return { detail: `the very checkpoint seen on ${last.seenAt}` };
    }
    return continued(older, newer, last, found, trust, world);
}

async function continued(older, newer, last, found, trust, world) {
    if (world.fetchTile === null) {
        return {
            state: 'not checked',
            detail: `seen on ${last.seenAt} with ${last.size} entries; without the log at hand the two cannot be compared`,
        };
    }
    const proof = await consistencyProof(older.size, newer.size, tileNodes(newer.size, world.fetchTile));
    if (!(await isConsistent(older.size, newer.size, older.root, newer.root, proof))) {
        refuse(
            `the log of ${newer.size} entries does not continue that of ${older.size} entries ` +
                `(this browser saw ${last.size} on ${last.seenAt}): it was rewritten, or shows two faces`,
            [['hashes', proof.map(hex).join('\n')]],
        );
    }
    if (newer === found.tree) {
        world.seen.keep(trust.log, found.tree, world.now());
    }
    return {
        detail: `continues the ${last.size} entries seen on ${last.seenAt} (consistency proof of ${proof.length} hashes)`,
        bytes: [['consistency proof, from the tiles', proof.map(hex).join('\n')]],
    };
}

async function order(found, trust) {
    await checkOrder(found.records, trust.log);
    const causes = found.bundle === undefined ? 0 : checkCauses(found.records);
    const about = found.bundle === undefined ? 'the record says its own place' : `${counted(causes, 'cause')}, all older`;
    return { detail: about };
}

async function evidence(found) {
    const count = await checkEvidence(found.bundle, found.records);
    const files = [...found.bundle.files].filter(([name]) => name.startsWith('evidence/'));
    return {
        detail: counted(count, 'piece of evidence', 'pieces of evidence'),
        bytes: shown(files, ([name, bytes]) => [name, readable(bytes)]),
    };
}

async function counterparties(found) {
    const proved = [];
    for (const { stem, record } of found.records) {
        if (hasCounterparty(record.payload)) {
            const { sender, signed } = await verifyCounterparty(record.payload, evidenceOf(found.bundle, record));
            proved.push([`${stem}: signed by ${sender}`, signed]);
        }
    }
    return proved.length === 0
        ? { state: 'not checked', detail: 'no record of this case keeps a message of a counterparty' }
        : { detail: `${counted(proved.length, 'message')} proved by the sender's own key`, bytes: shown(proved, (each) => each) };
}

async function contents(found) {
    const subject = await checkManifest(found.bundle, found.records);
    return {
        detail: `all records of ${subject.entityType} ${subject.entityId}`,
        bytes: [['manifest.json', textOf(found.bundle.files.get('manifest.json'))]],
    };
}

function witnesses() {
    return { state: 'not checked', detail: 'the policy of this log names no witness yet' };
}

function readable(bytes) {
    try {
        return textOf(bytes);
    } catch {
        return hex(bytes);
    }
}

function counted(count, one, more = `${one}s`) {
    return `${count} ${count === 1 ? one : more}`;
}
