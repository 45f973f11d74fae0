/** Whether Prometheus or Alertmanager does its work: both say so at one path. */
export async function answersReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/-/ready`, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}

/** Asked by busybox, which both images are of. */
export function readyCheck(port: number) {
  return {
    test: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/-/ready`],
    intervalSeconds: 10,
    timeoutSeconds: 3,
    retries: 3,
    startSeconds: 60,
  };
}

/** Of the images' user `nobody`. */
export const NOBODY = '65534:65534';
