// Reads a QR code from a picture or from the camera: by the device's own reader where the browser
// lends it, else by one in plain JavaScript.

import decodeQR from "qr/decode.js";

// A reader may miss a code at one size and find it at another.
const SIDES = [1800, 1200, 2600, 900];
const OFTEN = 150;

/** The text of the code in a picture file, or "". */
export async function scanPicture(blob) {
  const picture = await createImageBitmap(blob);
  const native = await nativeReader();
  if (native) {
    const [found] = await native.detect(picture).catch(() => []);
    if (found) return found.rawValue;
  }
  for (const side of SIDES) {
    const text = readPixels(picture, picture.width, picture.height, side);
    if (text) return text;
  }
  return "";
}

/** Watch a video until a code is read or `stopped()` holds. */
export async function scanVideo(video, stopped) {
  const native = await nativeReader();
  while (!stopped()) {
    if (video.readyState >= 2) {
      const found = native ? await native.detect(video).catch(() => []) : [];
      const text = found[0]?.rawValue || readPixels(video, video.videoWidth, video.videoHeight, 1200);
      if (text && !stopped()) return text;
    }
    await new Promise((resolve) => setTimeout(resolve, OFTEN));
  }
  return "";
}

async function nativeReader() {
  try {
    const kinds = await globalThis.BarcodeDetector.getSupportedFormats();
    return kinds.includes("qr_code") ? new globalThis.BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

function readPixels(source, width, height, side) {
  if (!width || !height) return "";
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return ""; // this reader's word for finding none
  }
}
