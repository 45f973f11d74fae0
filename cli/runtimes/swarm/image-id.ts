/** Whether an image goes by its contents alone. An engine looks for such a one on its own disk, and asks no registry for it. */
export function isImageId(image: string): boolean {
  return image.startsWith('sha256:');
}
