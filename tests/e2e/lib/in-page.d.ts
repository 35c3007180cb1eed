// What the tests' functions find when they run in the page.

/** Assumes that elements exist: if one does not, the test fails anyway. */
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K];
  querySelector<E extends Element = HTMLElement>(selectors: string): E;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Window {
  /** The state of the page's workers: `workers.mjs`. */
  startedWorkers: number;
  livingWorkers: number;
  countWorkers(): number;
  killWorkers(): void;

  // Values that tests keep there.
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

  // Values that bad input would set.
  smuggled?: unknown;
  bad?: unknown;
  hacked?: unknown;
}
