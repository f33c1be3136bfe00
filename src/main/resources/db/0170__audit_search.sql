-- A person who holds a hash wants to know what it is the hash of: a leaf of the tree, or the bytes of a record.
create index audit_entry_leaf on audit_entry using hash (leaf_hash);
create index audit_entry_sha256 on audit_entry using hash (sha256(entry));
