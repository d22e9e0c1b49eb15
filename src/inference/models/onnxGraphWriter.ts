import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Element types of onnx.proto's TensorProto.DataType that our graphs use. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT64 = 7;
export const BOOL = 9;
export type ElementType = typeof FLOAT | typeof UINT8 | typeof INT64 | typeof BOOL;

/** Operators of ONNX Runtime that ONNX does not define. */
export const MICROSOFT = 'com.microsoft';

const OPSET = 20;
const IR_VERSION = 10;
/** AttributeProto.AttributeType. */
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
/** TensorProto.DataLocation. */
const EXTERNAL = 1;

/** A float32 attribute; a plain number is an integer attribute. */
export interface FloatAttribute {
  readonly float: number;
}
export type Attributes = Readonly<Record<string, number | readonly number[] | FloatAttribute>>;

/** Where a tensor's bytes are in the file of weights that lies beside the graph. */
export interface WeightsLocation {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Writes an ONNX graph node by node (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
export class OnnxGraphWriter {
  readonly #graph = new BinaryWriter();
  readonly #constants = new Set<string>();

  constructor(name: string) {
    this.#graph.tag(2, WireType.LengthDelimited).string(name);
  }

  /** Adds a node with one output, and returns the name of that output. */
  node(opType: string, output: string, inputs: readonly string[], attributes: Attributes = {}, domain = ''): string {
    return this.nodes(opType, [output], inputs, attributes, domain)[0]!;
  }

  /** Adds a node; an empty name leaves out an optional input or output. Returns the names of its outputs. */
  nodes(
    opType: string,
    outputs: readonly string[],
    inputs: readonly string[],
    attributes: Attributes = {},
    domain = '',
  ): readonly string[] {
    const node = this.#graph.tag(1, WireType.LengthDelimited).fork();
    for (const input of inputs) node.tag(1, WireType.LengthDelimited).string(input);
    for (const output of outputs) node.tag(2, WireType.LengthDelimited).string(output);
    node.tag(3, WireType.LengthDelimited).string(outputs[0]!);
    node.tag(4, WireType.LengthDelimited).string(opType);
    for (const [name, value] of Object.entries(attributes)) writeAttribute(node, name, value);
    if (domain !== '') node.tag(7, WireType.LengthDelimited).string(domain);
    node.join();
    return outputs;
  }

  /** A constant vector of integers. */
  ints(...values: readonly number[]): string {
    return this.#constant(`ints.${values.join('.')}`, INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A constant integer without dimensions. */
  int(value: number): string {
    return this.#constant(`int.${value}`, INT64, [], BigInt64Array.of(BigInt(value)));
  }

  /** A constant unsigned byte without dimensions. */
  byte(value: number): string {
    return this.#constant(`byte.${value}`, UINT8, [], Uint8Array.of(value));
  }

  /** A constant number without dimensions. */
  float(value: number): string {
    return this.#constant(`float.${value}`, FLOAT, [], Float32Array.of(value));
  }

  /** A constant vector of numbers, stored in the graph itself. */
  floats(name: string, values: Float32Array): string {
    return this.#constant(name, FLOAT, [values.length], values);
  }

  /** A constant tensor whose bytes are in the file of weights. */
  weights(name: string, type: ElementType, dims: readonly number[], location: WeightsLocation): string {
    if (this.#constants.has(name)) return name;
    this.#constants.add(name);
    const tensor = this.#tensor(name, type, dims);
    const entries = { location: location.file, offset: String(location.offset), length: String(location.length) };
    for (const [key, value] of Object.entries(entries)) {
      const entry = tensor.tag(13, WireType.LengthDelimited).fork();
      entry.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(value).join();
    }
    tensor.tag(14, WireType.Varint).int32(EXTERNAL).join();
    return name;
  }

  /** Declares an input. A dimension with a name can have any length. */
  input(name: string, type: ElementType, dims: readonly (number | string)[]): string {
    return this.#value(11, name, type, dims);
  }

  /** Makes a value an output. A dimension with a name can have any length. */
  output(name: string, type: ElementType, dims: readonly (number | string)[]): string {
    return this.#value(12, name, type, dims);
  }

  /** The model with all that was added. Nothing can be added afterwards. */
  finish(): Uint8Array {
    const model = new BinaryWriter();
    model.tag(1, WireType.Varint).int64(IR_VERSION);
    model.tag(2, WireType.LengthDelimited).string('left-context');
    model.tag(7, WireType.LengthDelimited).bytes(this.#graph.finish());
    for (const [domain, version] of [['', OPSET] as const, [MICROSOFT, 1] as const]) {
      const opset = model.tag(8, WireType.LengthDelimited).fork();
      opset.tag(1, WireType.LengthDelimited).string(domain).tag(2, WireType.Varint).int64(version).join();
    }
    return model.finish();
  }

  #constant(name: string, type: ElementType, dims: readonly number[], values: ArrayBufferView): string {
    if (this.#constants.has(name)) return name;
    this.#constants.add(name);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#tensor(name, type, dims).tag(9, WireType.LengthDelimited).bytes(bytes).join();
    return name;
  }

  /** Opens an initializer; the caller joins it. */
  #tensor(name: string, type: ElementType, dims: readonly number[]): BinaryWriter {
    const tensor = this.#graph.tag(5, WireType.LengthDelimited).fork();
    for (const length of dims) tensor.tag(1, WireType.Varint).int64(length);
    return tensor.tag(2, WireType.Varint).int32(type).tag(8, WireType.LengthDelimited).string(name);
  }

  #value(field: number, name: string, type: ElementType, dims: readonly (number | string)[]): string {
    const value = this.#graph.tag(field, WireType.LengthDelimited).fork();
    value.tag(1, WireType.LengthDelimited).string(name);
    const tensor = value.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
    tensor.tag(1, WireType.Varint).int32(type);
    const shape = tensor.tag(2, WireType.LengthDelimited).fork();
    for (const length of dims) {
      const dim = shape.tag(1, WireType.LengthDelimited).fork();
      if (typeof length === 'number') dim.tag(1, WireType.Varint).int64(length);
      else dim.tag(2, WireType.LengthDelimited).string(length);
      dim.join();
    }
    shape.join().join().join().join();
    return name;
  }
}

function writeAttribute(node: BinaryWriter, name: string, value: Attributes[string]): void {
  const attribute = node.tag(5, WireType.LengthDelimited).fork();
  attribute.tag(1, WireType.LengthDelimited).string(name);
  let type: number;
  if (typeof value === 'number') {
    type = ATTRIBUTE_INT;
    attribute.tag(3, WireType.Varint).int64(value);
  } else if ('float' in value) {
    type = ATTRIBUTE_FLOAT;
    attribute.tag(2, WireType.Bit32).float(value.float);
  } else {
    type = ATTRIBUTE_INTS;
    for (const each of value) attribute.tag(8, WireType.Varint).int64(each);
  }
  attribute.tag(20, WireType.Varint).int32(type).join();
}
