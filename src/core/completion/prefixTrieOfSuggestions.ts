/** A node of a radix trie (Morrison 1968): texts that start alike share their common prefix. */
interface TrieNode<Value> {
  /** Text between the parent and this node. */
  label: string;
  /** By the first UTF-16 code unit of their labels. */
  readonly children: Map<string, TrieNode<Value>>;
  /** Undefined for a node that only joins its children. */
  value: Value | undefined;
}

/**
 * A cache of values by text that can look up all prefixes of a text at once. When it is full, it evicts the least
 * recently used text.
 */
export class PrefixTrie<Value> {
  readonly #capacity: number;
  readonly #root: TrieNode<Value> = { label: '', children: new Map(), value: undefined };
  /** Stored texts, least recently used first. */
  readonly #texts = new Set<string>();
  /** UTF-16 code units of all stored texts. */
  #length = 0;

  /** @param capacity UTF-16 code units of all texts together; the latest text stays, however long it is */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many texts are stored. */
  get size(): number {
    return this.#texts.size;
  }

  set(text: string, value: Value): void {
    this.#nodeFor(text).value = value;
    this.#markUsed(text);
    while (this.#length > this.#capacity && this.#texts.size > 1) this.#delete(this.#texts.values().next().value!);
  }

  /** The value of the longest prefix of `text` that `accepts` takes, and the rest of `text` behind that prefix. */
  find(text: string, accepts: (value: Value, rest: string) => boolean): { value: Value; rest: string } | undefined {
    for (const { node, depth } of this.#path(text).reverse()) {
      const rest = text.slice(depth);
      if (node.value === undefined || !accepts(node.value, rest)) continue;
      this.#markUsed(text.slice(0, depth));
      return { value: node.value, rest };
    }
    return undefined;
  }

  clear(): void {
    this.#root.children.clear();
    this.#root.value = undefined;
    this.#texts.clear();
    this.#length = 0;
  }

  #markUsed(text: string): void {
    if (this.#texts.delete(text)) this.#length -= text.length;
    this.#texts.add(text);
    this.#length += text.length;
  }

  /** The nodes whose text is a prefix of `text`, from the root down, and the length of each node's text. */
  #path(text: string): { node: TrieNode<Value>; depth: number }[] {
    const path = [{ node: this.#root, depth: 0 }];
    for (;;) {
      const { node, depth } = path.at(-1)!;
      const child = depth < text.length ? node.children.get(text[depth]!) : undefined;
      if (!child || !text.startsWith(child.label, depth)) return path;
      path.push({ node: child, depth: depth + child.label.length });
    }
  }

  /** The node of `text`; adds it when there is none. */
  #nodeFor(text: string): TrieNode<Value> {
    const { node, depth } = this.#path(text).at(-1)!;
    if (depth === text.length) return node;
    const rest = text.slice(depth);
    const sibling = node.children.get(rest[0]!);
    if (!sibling) return addChild(node, rest);
    // Split the sibling's label where the two texts diverge.
    const shared = addChild(node, rest.slice(0, commonPrefixLength(rest, sibling.label)));
    sibling.label = sibling.label.slice(shared.label.length);
    shared.children.set(sibling.label[0]!, sibling);
    return shared.label === rest ? shared : addChild(shared, rest.slice(shared.label.length));
  }

  #delete(text: string): void {
    this.#texts.delete(text);
    this.#length -= text.length;
    const path = this.#path(text).map(({ node }) => node);
    path.at(-1)!.value = undefined;
    // Bottom up, remove nodes without value and children, and merge nodes without value with their only child.
    for (let depth = path.length - 1; depth > 0; depth--) {
      const node = path[depth]!;
      const parent = path[depth - 1]!;
      const [only, ...others] = node.children.values();
      if (node.value !== undefined || others.length > 0) return;
      parent.children.delete(node.label[0]!);
      if (only) parent.children.set(node.label[0]!, Object.assign(only, { label: node.label + only.label }));
    }
  }
}

function addChild<Value>(parent: TrieNode<Value>, label: string): TrieNode<Value> {
  const node: TrieNode<Value> = { label, children: new Map(), value: undefined };
  parent.children.set(label[0]!, node);
  return node;
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
