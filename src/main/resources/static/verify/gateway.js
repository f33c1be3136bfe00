/** Fetches what is to be verified from the gateway that serves this page. None of it is believed. */
import { refuse, utf8 } from './bytes.js';

const LOG = '/log/';
const AUDIT = '/api/v1/audit/';

async function get(path) {
    const answer = await fetch(path, { headers: { Accept: '*/*' }, cache: 'no-store' });
    if (answer.ok) {
        return answer;
    }
    const problem = await answer.json().catch(() => ({}));
    return refuse(`the gateway does not give ${path}: ${answer.status} ${problem.detail ?? answer.statusText}`);
}

/** A record and its proof, as bytes. */
export async function fetchRecord(id) {
    const record = await (await get(`${AUDIT}records/${encodeURIComponent(id)}`)).json();
    const proof = await (await get(`${AUDIT}records/${encodeURIComponent(id)}/proof`)).arrayBuffer();
    return { jws: utf8(record.jws), proof: new Uint8Array(proof) };
}

/** The bundle of a case, as bytes. */
export async function fetchBundle(entityType, entityId) {
    const path = `${AUDIT}bundles/${encodeURIComponent(entityType)}/${encodeURIComponent(entityId)}`;
    return new Uint8Array(await (await get(path)).arrayBuffer());
}

/** A tile of the log, as bytes. */
export async function fetchTile(path) {
    return new Uint8Array(await (await get(LOG + path)).arrayBuffer());
}
