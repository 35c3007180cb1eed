interface Window {
  /** Defined by `watch.js`, for `start.js`. */
  startWatch?: {
    stop(): void;
    examine(file: HTMLScriptElement | HTMLLinkElement): Promise<{ words?: string; isLost?: boolean; mayHelp?: boolean }>;
    isWhole(file: HTMLScriptElement | HTMLLinkElement, bytes: ArrayBuffer): Promise<boolean>;
    failed(error: unknown): void;
  };
}
