// What the functions that run in a page find there, once other scripts of the benchmarks have run.

interface Window {
  /** What a side offers: `offer.mjs`. */
  bench: {
    prepare(workload: string, backend: string): Promise<void>;
    train(steps: number): Promise<number>;
    measure(workload: string, backend: string, steps: number): Promise<{ first: number; step: number; losses: number[] }>;
    memory(): number | null;
    /** Hourglass's alone. */
    peak(): Promise<number>;
  };
  /** What was asked of WebGPU: `gpu.mjs`. */
  gpu: Record<"dispatches" | "passes" | "submissions" | "writes" | "maps" | "live", number>;
  /** When what was reached, in milliseconds: `page.mjs`. */
  milestones: Record<string, number>;
  /** What the page needs: `soak/watch.mjs`. */
  soak: {
    begin(act: string): void;
    takeTasks(): { duration: number; act?: string }[];
    memory(): { page: number; trainer: number };
  };
}
