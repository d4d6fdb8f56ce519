// The camera: asked for only when the button is pressed, and let go as soon as a code was read.

import { scanVideo } from "./scan.js";
import { say } from "./words.js";

/** Wire the button, the video and the stop button; `use(text)` gets what was read. */
export function startCamera(page, tell, use) {
  const [start, stop, video, view] = ["start", "stop", "video", "view"].map((name) =>
    page.querySelector(`[data-camera="${name}"]`),
  );
  if (!navigator.mediaDevices?.getUserMedia) {
    start.hidden = true;
    page.querySelector('[data-camera="none"]').hidden = false;
    return () => {};
  }
  let stream = null;
  const end = () => {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = false;
  };
  start.addEventListener("click", async () => {
    const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    let opened;
    try {
      opened = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch (error) {
      tell(say(error.name === "NotAllowedError" ? "camera-denied" : "camera-missing"), "camera");
      return;
    }
    end();
    stream = opened;
    video.srcObject = opened;
    start.hidden = true;
    view.hidden = false;
    stop.focus();
    tell(say("camera-on"));
    await video.play();
    const text = await scanVideo(video, () => stream !== opened);
    if (!text) return;
    end();
    use(text);
  });
  stop.addEventListener("click", () => {
    end();
    tell(say("camera-off"));
    start.focus();
  });
  addEventListener("pagehide", end);
  return end;
}
