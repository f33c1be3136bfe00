/** The last checkpoint of each log that this browser has seen: a log that is rewritten no longer continues it. */
import { base64 } from './bytes.js';

const PREFIX = 'flexgate.checkpoint.';
const TRUST = 'flexgate.trust';

/** `storage` is a localStorage or anything like it; a browser that has none forgets. */
export function seenIn(storage) {
    function read(name) {
        try {
            return storage.getItem(name);
        } catch {
            return null;
        }
    }
    function write(name, value) {
        try {
            storage.setItem(name, value);
            return true;
        } catch {
            return false;
        }
    }
    return {
        last(log) {
            const text = read(PREFIX + log.text);
            return text === null ? null : JSON.parse(text);
        },
        keep(log, checkpoint, now) {
            const root = base64(checkpoint.root);
            return write(
                PREFIX + log.text,
                JSON.stringify({ size: String(checkpoint.size), root, seenAt: now.toISOString() }),
            );
        },
        trust() {
            return read(TRUST) ?? '';
        },
        forget() {
            for (const name of Object.keys(storage ?? {}).filter((each) => each.startsWith('flexgate.'))) {
                storage.removeItem(name);
            }
        },
        keepTrust(text) {
            return write(TRUST, text);
        },
    };
}
