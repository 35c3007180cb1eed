// What the tests' functions that run in the page find there.

/** What a test looks for is there: a test that looks in vain fails by itself. */
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K];
  querySelector<E extends Element = HTMLElement>(selectors: string): E;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Window {
  /** How the page's workers are: `workers.mjs`. */
  startedWorkers: number;
  livingWorkers: number;
  countWorkers(): number;
  killWorkers(): void;

  // What tests keep there.
  axe: typeof import("axe-core");
  said: string[];
  failure?: string;
  stopped: string[];
  moves: number;
  menus: number;
  memory: WebAssembly.Memory;
  table: WebAssembly.Table;
  began: number;
  watched(): { tasks: { duration: number }[]; gaps: number[]; steps: number };
  hold: boolean;
  release(): void;
  isTranslated(): boolean;
  takeAnotherLanguage(): void;
  takeBack(): void;

  // What bad input would put there.
  smuggled?: unknown;
  bad?: unknown;
  hacked?: unknown;
}
