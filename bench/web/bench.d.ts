// The compiled form of `crates/trainer-web/src/bin/bench.rs`: it is built beside the sides' pages, not here.

export default function init(): Promise<{ memory: WebAssembly.Memory }>;
export class Bench {
  static prepare(hash: string): Promise<Bench>;
  train(steps: number): Promise<number>;
}
export function multiply_and_add(rounds: number): void;
export function operations(): number;
