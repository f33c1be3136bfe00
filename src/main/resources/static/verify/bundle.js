/** A bundle, the zip of one case: which files it has and how they belong together. */
import { hex, refuse, sha256, textOf } from './bytes.js';
import { readProof, readRecord } from './record.js';
import { readZip } from './zip.js';

const NEEDED = ['README.md', 'manifest.json', 'jwks.json', 'policy.txt'];
const RECORD = /^(records\/[0-9]{12}-[0-9a-f-]{36})\.(jws|tlog-proof)$/;
const EVIDENCE = /^evidence\/([0-9a-f]{64})$/;

/** Opens the container; nothing in it is believed yet. */
export async function openBundle(bytes) {
    const files = await readZip(bytes);
    const missing = NEEDED.filter((name) => !files.has(name));
    if (missing.length > 0) {
        refuse(`not a bundle: ${missing.join(', ')} is missing`);
    }
    for (const name of files.keys()) {
        const record = RECORD.exec(name);
        const isPair = record !== null && files.has(`${record[1]}.jws`) && files.has(`${record[1]}.tlog-proof`);
        if (!NEEDED.includes(name) && !EVIDENCE.test(name) && !isPair) {
            refuse(`${name} is not a file of a bundle, or is without its other half`);
        }
    }
    const stems = [...files.keys()].filter((name) => name.endsWith('.jws')).map((name) => name.slice(0, -4)).sort();
    return stems.length === 0 ? refuse('a bundle without records') : { files, stems };
}

/** Its records with their proofs, in the order of the log; canonical form is insisted on. */
export function recordsOf(bundle) {
    return bundle.stems.map((stem) => {
        const record = named(`${stem}.jws`, () => readRecord(bundle.files.get(`${stem}.jws`)));
        const proof = named(`${stem}.tlog-proof`, () => readProof(bundle.files.get(`${stem}.tlog-proof`)));
        return { stem, record, proof };
    });
}

function named(file, read) {
    try {
        return read();
    } catch (fault) {
        fault.message = `${file}: ${fault.message}`;
        throw fault;
    }
}

/** Every record says the place it has, and follows the one before it about the same subject. */
export async function checkOrder(records, log) {
    const last = new Map();
    const ids = new Set(records.map(({ record }) => record.payload.recordId));
    for (const { stem, record, proof } of records) {
        const { payload } = record;
        const name = `records/${String(payload.seq).padStart(12, '0')}-${payload.recordId}`;
        if (stem !== name || payload.logId !== log.name || BigInt(payload.seq) !== proof.index) {
            refuse(`${stem}.jws says that it is ${name} of the log ${payload.logId}`);
        }
        const subject = `${payload.subject.entityType} ${payload.subject.entityId}`;
        const before = last.get(subject);
        last.set(subject, record);
        const follows =
            before !== undefined &&
            payload.prev?.recordId === before.payload.recordId &&
            payload.prev.sha256 === hex(await sha256(before.bytes));
        // The older records of a cause's subject need not be here; what is here must be chained.
        const isChained = payload.prev === undefined ? before === undefined : follows || !ids.has(payload.prev.recordId);
        if (!isChained) {
            refuse(`${stem}.jws does not follow the record before it about ${subject}`);
        }
    }
}

/** Every cause is in the bundle and older. */
export function checkCauses(records) {
    const older = new Set();
    let causes = 0;
    for (const { stem, record } of records) {
        for (const cause of record.payload.causedBy ?? []) {
            causes++;
            if (!older.has(cause)) {
                refuse(`${stem}.jws: its cause ${cause} is not before it`);
            }
        }
        older.add(record.payload.recordId);
    }
    return causes;
}

/** The raw inputs are those that the records name, byte for byte, and no others. */
export async function checkEvidence(bundle, records) {
    const named = new Set();
    for (const { record } of records) {
        for (const input of record.payload.inputs ?? []) {
            const file = `evidence/${input.sha256}`;
            const bytes = bundle.files.get(file);
            named.add(file);
            if (bytes === undefined || hex(await sha256(bytes)) !== input.sha256) {
                refuse(`${file} is missing, or is not the bytes that record ${record.payload.recordId} names`);
            }
        }
    }
    const stray = [...bundle.files.keys()].find((name) => EVIDENCE.test(name) && !named.has(name));
    return stray === undefined ? named.size : refuse(`${stray}: no record names it`);
}

/** The evidence of one record by role. */
export function evidenceOf(bundle, record) {
    return new Map(
        (record.payload.inputs ?? []).map((input) => [input.role, bundle.files.get(`evidence/${input.sha256}`)]),
    );
}

/** The list of contents agrees with the files, and the case has all its records from the first on. */
export async function checkManifest(bundle, records) {
    let manifest;
    try {
        manifest = JSON.parse(textOf(bundle.files.get('manifest.json')));
    } catch {
        refuse('manifest.json is not JSON');
    }
    const listed = manifest.sha256 ?? {};
    for (const [name, bytes] of bundle.files) {
        if (name !== 'manifest.json' && listed[name] !== hex(await sha256(bytes))) {
            refuse(`${name} is not the file that the manifest lists`);
        }
    }
    const absent = Object.keys(listed).find((name) => !bundle.files.has(name));
    if (manifest.format !== 'flexgate-audit-bundle/1' || absent !== undefined) {
        refuse(absent === undefined ? 'manifest.json is of another format' : `the manifest lists ${absent}, which is not here`);
    }
    await checkWhole(records, manifest.subject ?? {});
    return manifest.subject;
}

async function checkWhole(records, { entityType, entityId }) {
    const about = records
        .map(({ record }) => record)
        .filter(({ payload }) => payload.subject.entityType === entityType && payload.subject.entityId === entityId);
    if (about.length === 0 || about[0].payload.prev !== undefined) {
        refuse(`the first record of ${entityType} ${entityId} is not here`);
    }
    for (let at = 1; at < about.length; at++) {
        const { prev } = about[at].payload;
        if (prev?.recordId !== about[at - 1].payload.recordId || prev.sha256 !== hex(await sha256(about[at - 1].bytes))) {
            refuse(`a record of ${entityType} ${entityId} is missing before ${about[at].payload.recordId}`);
        }
    }
}
