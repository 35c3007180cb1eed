// What `crates/trainer-web/src/bin/bench.rs` is compiled to: it lies beside the sides' pages, and not here.

export default function init(): Promise<{ memory: WebAssembly.Memory }>;
export class Bench {
  static prepare(hash: string): Promise<Bench>;
  train(steps: number): Promise<number>;
}
export function multiply_and_add(rounds: number): void;
export function operations(): number;
