// A photo that is larger than the server takes is made smaller here, before it is sent.

const WIDEST = 1600;
const input = document.querySelector("input[data-most]");
const button = input.form.querySelector("button");

async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, "image/webp", 0.85));
  return new File([made], file.name);
}

input.addEventListener("change", async () => {
  const [file] = input.files;
  if (!file || file.size <= Number(input.dataset.most)) return;
  button.disabled = true;
  try {
    const list = new DataTransfer();
    list.items.add(await smaller(file));
    input.files = list.files;
  } catch {
    // What the browser cannot read, the server refuses with the reason.
  } finally {
    button.disabled = false;
  }
});
