// A map that is never changed once handed out, and of which every version costs only what it changed.

/** Stands for a removed key. */
const gone = Symbol('gone');

interface History<Value> {
  /** Rising. */
  readonly versions: number[];
  readonly values: (Value | typeof gone)[];
}

interface Store<Value> {
  readonly histories: Map<string, History<Value>>;
  /** The key that each version changed: version n is what the first n entries made. */
  readonly log: string[];
  /** What another line of versions made before; its keys are seen where this store has none. */
  readonly parent: Snapshot<Value> | undefined;
  readonly depth: number;
}

/** Lines of versions that hang on each other; then all is copied. */
const deepest = 8;

/**
 * A persistent map. Setting a key of the newest version takes constant time, reading logarithmic time in the number
 * of changes of that key; 5,000 build arguments, each seen by the next instruction, stay cheap. A key that comes back
 * keeps its old place in the order.
 */
export class Snapshot<Value> implements ReadonlyMap<string, Value> {
  readonly size: number;
  readonly #store: Store<Value>;
  readonly #version: number;

  private constructor(store: Store<Value>, version: number, size: number) {
    this.#store = store;
    this.#version = version;
    this.size = size;
  }

  static of<Value>(entries: Iterable<readonly [string, Value]> = []): Snapshot<Value> {
    let snapshot = new Snapshot<Value>(newStore(undefined, 0), 0, 0);
    for (const [key, value] of entries) snapshot = snapshot.with(key, value);
    return snapshot;
  }

  get(key: string): Value | undefined {
    const found = this.#find(key);
    return found === gone ? undefined : found;
  }

  has(key: string): boolean {
    return this.#find(key) !== gone;
  }

  /** The next version. */
  with(key: string, value: Value): Snapshot<Value> {
    return this.#changed(key, value, this.has(key) ? this.size : this.size + 1);
  }

  /** The next version. */
  without(key: string): Snapshot<Value> {
    if (!this.has(key)) return this;
    const next = this.#changed(key, gone, this.size - 1);
    // Who walks through the entries passes what is gone, too.
    return next.#store.histories.size > 4 * next.size + 64 ? Snapshot.of(next.entries()) : next;
  }

  /** Keys whose values may differ from those of an earlier version. */
  changedSince(earlier: Snapshot<Value>): Iterable<string> {
    if (this.#store === earlier.#store && earlier.#version <= this.#version)
      return new Set(this.#store.log.slice(earlier.#version, this.#version));
    return new Set([...earlier.keys(), ...this.keys()]);
  }

  *entries(): MapIterator<[string, Value]> {
    const { parent, histories } = this.#store;
    if (parent) {
      for (const [key, value] of parent) {
        const own = this.#own(key);
        if (own === undefined) yield [key, value];
        else if (own.value !== gone) yield [key, own.value];
      }
    }
    for (const key of histories.keys()) {
      if (parent?.has(key)) continue;
      const own = this.#own(key);
      if (own !== undefined && own.value !== gone) yield [key, own.value];
    }
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(callback: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  #find(key: string): Value | typeof gone {
    const own = this.#own(key);
    if (own !== undefined) return own.value;
    const { parent } = this.#store;
    return parent === undefined ? gone : parent.#find(key);
  }

  #own(key: string): { readonly value: Value | typeof gone } | undefined {
    const history = this.#store.histories.get(key);
    if (history === undefined) return undefined;
    const { versions, values } = history;
    let low = 0;
    let high = versions.length;
    // Mostly the newest is asked for.
    if (versions[high - 1]! <= this.#version) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (versions[middle]! <= this.#version) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : { value: values[low - 1]! };
  }

  #changed(key: string, value: Value | typeof gone, size: number): Snapshot<Value> {
    if (this.#store.log.length !== this.#version) return this.#branch().#changed(key, value, size);
    const { histories, log } = this.#store;
    const version = log.push(key);
    const history = histories.get(key);
    if (history === undefined) histories.set(key, { versions: [version], values: [value] });
    else {
      history.versions.push(version);
      history.values.push(value);
    }
    return new Snapshot(this.#store, version, size);
  }

  /** The same content at the start of a line of versions of its own. */
  #branch(): Snapshot<Value> {
    if (this.#store.depth >= deepest) return Snapshot.of(this.entries());
    return new Snapshot(newStore<Value>(this, this.#store.depth + 1), 0, this.size);
  }
}

function newStore<Value>(parent: Snapshot<Value> | undefined, depth: number): Store<Value> {
  return { histories: new Map(), log: [], parent, depth };
}
