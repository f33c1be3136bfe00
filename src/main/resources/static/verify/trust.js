/** What the person trusts: one log and the keys that sign its records. Never taken from what is being verified. */
import { base64Url, fromBase64Url, refuse } from './bytes.js';
import { readVerifierKey } from './note.js';
import { thumbprint } from './record.js';

/**
 * Reads lines `log name+id+key` and `key x`, where x is the base64url of an Ed25519 key as in a JWK. Empty lines and
 * lines that begin with # say nothing.
 */
export async function readTrust(text) {
    let log = null;
    const keys = new Map();
    for (const line of text.split('\n').map((each) => each.trim())) {
        const [word, value] = line.split(/\s+/);
        if (line === '' || line.startsWith('#')) {
            continue;
        }
        if (word === 'log' && value !== undefined) {
            log = log === null ? await readVerifierKey(value) : refuse('more than one log: pin the one you mean');
        } else if (word === 'key' && value !== undefined) {
            const key = fromBase64Url(value);
            if (key.length !== 32) {
                refuse(`the record key ${value} has not 32 bytes`);
            }
            keys.set(await thumbprint(key), key);
        } else {
            refuse(`cannot read the line "${line}": write "log <verifier key>" or "key <x of the JWK>"`);
        }
    }
    if (log === null) {
        refuse('no log is pinned: enter "log <verifier key>", as the operator of the log gave it to you');
    }
    return { log, keys };
}

/** The same as text. */
export function writeTrust(trust) {
    return [`log ${trust.log.text}`, ...[...trust.keys.values()].map((key) => `key ${base64Url(key)}`)].join('\n') + '\n';
}
