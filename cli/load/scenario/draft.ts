/** The file as written, once the schema has cut out what it refused. */
export interface Draft {
  readonly target?: string;
  readonly arrivals?: 'poisson' | 'even';
  readonly seed?: number;
  readonly warmup?: string;
  readonly connections?: { readonly max?: number; readonly keepAlive?: boolean };
  readonly maxOutstanding?: number;
  readonly timeout?: string;
  readonly rows?: number;
  readonly phases?: readonly DraftPhase[];
  readonly actions?: Readonly<Record<string, DraftAction>>;
  readonly thresholds?: readonly { readonly if?: string; readonly action?: string; readonly abortOnFail?: boolean }[];
}

export interface DraftPhase {
  readonly name?: string;
  readonly duration?: string;
  readonly rate?: number;
  readonly from?: number;
  readonly to?: number;
  readonly steps?: number;
}

export type DraftAction = Readonly<Record<'read' | 'page' | 'create' | 'update' | 'delete', string | undefined>> & {
  readonly weight?: number;
  readonly upload?: number;
  readonly download?: number;
  readonly request?: DraftRequest;
  readonly sequence?: readonly DraftRequest[];
};

export interface DraftRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly expect?: number;
  readonly save?: Readonly<Record<string, string>>;
  readonly think?: string;
}
