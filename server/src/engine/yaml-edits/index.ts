// The primitives of fixes on YAML and JSON: each changes the bytes it must and no other, or says why it does not.
export { appendItem, appendItems } from './append-item.ts';
export type { NewKey } from './block-text.ts';
export { combine } from './combine.ts';
export { type InsertOptions, insertKey, insertKeys } from './insert-key.ts';
export { insertTopLevel } from './insert-top-level.ts';
export { addToList } from './own-copy.ts';
export { entryAt, sharedAnchor } from './own-node.ts';
export { type Edits, isRefused, type Refused } from './refused.ts';
export { type RemoveOptions, removeEntry, removeItem } from './remove.ts';
export { renameKey } from './rename-key.ts';
export { type ReplaceOptions, replaceScalar } from './replace-scalar.ts';
export { replaceValue, setKey } from './set-key.ts';
export { InFlow, isPlainSafe, withoutVariables, type YamlValue, yamlText } from './yaml-text.ts';
