// What functions that run in a page find there, after other scripts of the benchmarks have run.

interface Window {
  /** A side's interface: `offer.mjs`. */
  bench: {
    prepare(workload: string, backend: string): Promise<void>;
    train(steps: number): Promise<number>;
    measure(workload: string, backend: string, steps: number): Promise<{ first: number; step: number; losses: number[] }>;
    memory(): number | null;
    /** Only Hourglass. */
    peak(): Promise<number>;
  };
  /** Counts of WebGPU calls: `gpu.mjs`. */
  gpu: Record<"dispatches" | "passes" | "submissions" | "writes" | "maps" | "live", number>;
  /** When each milestone was reached, in milliseconds: `page.mjs`. */
  milestones: Record<string, number>;
  /** The page's resource use: `soak/watch.mjs`. */
  soak: {
    begin(act: string): void;
    takeTasks(): { duration: number; act?: string }[];
    memory(): { page: number; trainer: number };
  };
}
