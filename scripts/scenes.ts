/** Runs in the browser: each function is sent there whole, so it must hold everything that it needs. */

/** Draws one scene and returns it as a data address. */
export function drawScene({
  scene,
  width,
  height,
  type,
}: {
  scene: string;
  width: number;
  height: number;
  type: string;
}) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const g = canvas.getContext('2d') as CanvasRenderingContext2D;
  const unit = Math.min(width, height) / 100;
  const ground = height * 0.66;
  let seed = [...scene].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 2147483647;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const fill = (style: string | CanvasGradient, x: number, y: number, w: number, h: number) => {
    g.fillStyle = style;
    g.fillRect(x, y, w, h);
  };
  const sky = (...stops: string[]) => {
    const gradient = g.createLinearGradient(0, 0, 0, height);
    stops.forEach((stop, index) => {
      gradient.addColorStop(index / (stops.length - 1), stop);
    });
    fill(gradient, 0, 0, width, height);
  };
  const sun = (x: number, y: number, radius: number, colour: string) => {
    const glow = g.createRadialGradient(x, y, radius * 0.3, x, y, radius * 4);
    glow.addColorStop(0, colour);
    // The same colour without opacity: `transparent` is black and would darken the sky.
    glow.addColorStop(1, `${colour.slice(0, 7)}00`);
    fill(glow, 0, 0, width, height);
    g.fillStyle = colour;
    g.beginPath();
    g.arc(x, y, radius, 0, 7);
    g.fill();
  };
  const hills = (base: number, rise: number, colour: string, bumps: number) => {
    const phase = random() * 6;
    g.fillStyle = colour;
    g.beginPath();
    g.moveTo(0, height);
    for (let x = 0; x <= width; x += 8) {
      const t = (x / width) * bumps + phase;
      g.lineTo(x, base - rise * (0.5 + 0.3 * Math.sin(t) + 0.2 * Math.sin(t * 2.7 + phase)));
    }
    g.lineTo(width, height);
    g.fill();
  };
  const water = (top: number, near: string, far: string) => {
    const gradient = g.createLinearGradient(0, top, 0, height);
    gradient.addColorStop(0, far);
    gradient.addColorStop(1, near);
    fill(gradient, 0, top, width, height - top);
    g.strokeStyle = 'rgba(255,255,255,.16)';
    for (let line = 0; line < 60; line++) {
      const y = top + (height - top) * random() ** 1.5;
      const x = random() * width;
      g.lineWidth = unit * 0.2 + ((y - top) / height) * unit;
      g.beginPath();
      g.moveTo(x, y);
      g.lineTo(x + unit * (4 + random() * 14), y);
      g.stroke();
    }
  };
  const column = (x: number, base: number, tall: number, colour: string) => {
    fill(colour, x, base - tall, unit * 4, tall);
    fill(colour, x - unit, base - tall - unit * 1.6, unit * 6, unit * 1.8);
    fill(colour, x - unit, base - unit * 1.5, unit * 6, unit * 1.8);
    fill('rgba(0,0,0,.18)', x + unit * 2.6, base - tall, unit * 1.4, tall);
  };
  const house = (x: number, base: number, w: number, tall: number, colour: string) => {
    fill(colour, x, base - tall, w, tall);
    g.fillStyle = 'rgba(0,0,0,.35)';
    g.beginPath();
    g.moveTo(x - unit, base - tall);
    g.lineTo(x + w / 2, base - tall - w * 0.45);
    g.lineTo(x + w + unit, base - tall);
    g.fill();
    for (let row = 0; row < 2; row++) {
      for (let i = 0; i < 2; i++) {
        fill('rgba(255,232,170,.75)', x + w * (0.2 + 0.4 * i), base - tall * (0.8 - row * 0.45), w * 0.18, tall * 0.2);
      }
    }
  };
  const boat = (x: number, y: number, size: number, sail: string) => {
    g.fillStyle = '#2b2630';
    g.beginPath();
    g.moveTo(x - size, y);
    g.lineTo(x + size, y);
    g.lineTo(x + size * 0.65, y + size * 0.4);
    g.lineTo(x - size * 0.65, y + size * 0.4);
    g.fill();
    g.fillStyle = sail;
    g.beginPath();
    g.moveTo(x, y - size * 2);
    g.lineTo(x + size * 0.9, y - size * 0.15);
    g.lineTo(x, y - size * 0.15);
    g.fill();
    fill('#2b2630', x - unit * 0.15, y - size * 2.1, unit * 0.3, size * 2.1);
  };
  const tower = (x: number, base: number, tall: number, bands: number) => {
    for (let band = 0; band < bands; band++) {
      const top = base - tall * ((band + 1) / bands);
      const w = unit * (9 - band * (4 / bands));
      fill(band % 2 ? '#b3323f' : '#f2ece0', x - w / 2, top, w, tall / bands + 1);
      fill('rgba(0,0,0,.16)', x + w * 0.14, top, w * 0.36, tall / bands + 1);
    }
    fill('#2b2630', x - unit * 3.4, base - tall - unit, unit * 6.8, unit * 1.2);
    fill('#ffe9a8', x - unit * 1.9, base - tall - unit * 5, unit * 3.8, unit * 4.2);
    g.fillStyle = '#2b2630';
    g.beginPath();
    g.arc(x, base - tall - unit * 5, unit * 2.4, Math.PI, 0);
    g.fill();
  };
  const scenes: Record<string, () => void> = {
    ruins() {
      sky('#3d2b4f', '#a04d5f', '#f0a15e', '#f6cf8d');
      sun(width * 0.72, ground - unit * 8, unit * 7, '#ffe2a0');
      hills(ground, unit * 22, '#a65f55', 7);
      hills(ground + unit * 4, unit * 10, '#c98a5c', 5);
      fill('#d9a873', 0, ground, width, height);
      const talls = [34, 40, 40, 22, 40, 40, 12, 30];
      talls.forEach((tall, i) => {
        column(width * (0.08 + 0.115 * i), ground + unit * 6, unit * tall, i % 3 ? '#7a4a3c' : '#86533f');
      });
      fill('#7a4a3c', width * 0.19, ground + unit * 6 - unit * 45, width * 0.14, unit * 4);
      fill('#86533f', width * 0.535, ground + unit * 6 - unit * 45, width * 0.14, unit * 4);
    },
    harbour() {
      sky('#6fa3c7', '#cfe3e6', '#f8e9cf');
      hills(ground, unit * 16, '#7d96a0', 4);
      water(ground - unit, '#1f4b63', '#7fb0bd');
      ['#c96f53', '#e3b35b', '#7c9a7e', '#d8d0bd', '#a85563', '#e3b35b', '#6f8ea8'].forEach((colour, i) => {
        house(width * (0.05 + i * 0.13), ground, unit * 13, unit * (15 + (i % 3) * 4), colour);
      });
      boat(width * 0.2, ground + unit * 16, unit * 7, '#f7f1e3');
      boat(width * 0.52, ground + unit * 10, unit * 5, '#e9c46a');
      boat(width * 0.8, ground + unit * 22, unit * 9, '#f7f1e3');
    },
    lighthouse() {
      sky('#16273f', '#41668a', '#e8a77a');
      sun(width * 0.25, ground - unit * 2, unit * 6, '#ffd9a0');
      water(ground, '#10233a', '#6f86a0');
      hills(ground + unit * 18, unit * 24, '#2c2a33', 2);
      tower(width * 0.62, ground + unit * 6, unit * 46, 6);
    },
    documentCache() {
      sky('#241f29', '#3d2f35');
      for (let ring = 9; ring > 0; ring--) {
        g.strokeStyle = `hsl(${38 + ring * 2} ${70 - ring * 3}% ${75 - ring * 6}%)`;
        g.lineWidth = unit * 2.4;
        g.beginPath();
        g.ellipse(width / 2, height / 2, unit * (6 + ring * 4), unit * (8 + ring * 4.2), 0, 0, 7);
        g.stroke();
      }
      sun(width / 2, height / 2, unit * 6, '#fff3c9');
      for (let bar = 0; bar < 7; bar++) fill('rgba(20,16,20,.75)', width * (0.08 + bar * 0.14), 0, unit * 1.3, height);
    },
    storm() {
      sky('#1d2733', '#4b5d6b', '#8d9ba0');
      for (let cloud = 0; cloud < 16; cloud++) {
        g.fillStyle = `rgba(${30 + cloud * 4},${38 + cloud * 4},${48 + cloud * 4},.55)`;
        g.beginPath();
        g.ellipse(random() * width, random() * height * 0.4, unit * (18 + random() * 22), unit * 9, 0, 0, 7);
        g.fill();
      }
      for (let wave = 0; wave < 6; wave++) {
        hills(ground + wave * unit * 7, unit * 13, `hsl(203 32% ${38 - wave * 5}%)`, 9 - wave);
      }
      g.strokeStyle = 'rgba(220,230,240,.28)';
      g.lineWidth = unit * 0.25;
      for (let drop = 0; drop < 260; drop++) {
        const [x, y] = [random() * width, random() * height];
        g.beginPath();
        g.moveTo(x, y);
        g.lineTo(x - unit * 2, y + unit * 6);
        g.stroke();
      }
    },
    river() {
      sky('#9cc4d9', '#e6efe4');
      hills(ground - unit * 8, unit * 30, '#8fa99a', 3);
      hills(ground + unit * 2, unit * 16, '#6d8f6b', 5);
      fill('#5d8058', 0, ground, width, height);
      g.fillStyle = '#4f86a3';
      g.beginPath();
      g.moveTo(width * 0.52, ground);
      g.bezierCurveTo(width * 0.3, ground + unit * 10, width * 0.75, ground + unit * 16, width * 0.25, height);
      g.lineTo(width * 0.8, height);
      g.bezierCurveTo(width * 0.95, ground + unit * 18, width * 0.42, ground + unit * 8, width * 0.56, ground);
      g.fill();
      fill('#f2ece0', width * 0.62, ground + unit * 4, unit * 3, unit * 24);
      for (let mark = 0; mark < 8; mark++)
        fill('#b3323f', width * 0.62, ground + unit * (5 + mark * 3), unit * 3, unit);
    },
    market() {
      sky('#f3d9a4', '#f7ead2');
      fill('#c9a27a', 0, ground, width, height);
      ['#b3323f', '#e9c46a', '#3f6f6a', '#d8784f', '#6f8ea8'].forEach((colour, i) => {
        const x = width * (0.03 + i * 0.195);
        for (let stripe = 0; stripe < 6; stripe++) {
          fill(
            stripe % 2 ? '#f7f1e3' : colour,
            x + (stripe * width * 0.17) / 6,
            ground - unit * 34,
            width * 0.029,
            unit * 12,
          );
        }
        fill('#6b4c3b', x, ground - unit * 23, unit, unit * 34);
        fill('#6b4c3b', x + width * 0.165, ground - unit * 23, unit, unit * 34);
        fill('#8a6247', x, ground, width * 0.17, unit * 12);
        for (let fruit = 0; fruit < 14; fruit++) {
          g.fillStyle = ['#c4452f', '#e9a13b', '#7c9a4e', '#8b3d62'][(fruit + i) % 4] as string;
          g.beginPath();
          g.arc(
            x + width * 0.17 * ((fruit % 7) / 7 + 0.07),
            ground - unit * (1 + 3 * Math.floor(fruit / 7)),
            unit * 1.9,
            0,
            7,
          );
          g.fill();
        }
      });
    },
    library() {
      sky('#4a3527', '#2c2019');
      for (let shelf = 0; shelf < 6; shelf++) {
        const base = height * (0.16 + shelf * 0.16);
        fill('#7a573c', 0, base, width, unit * 1.8);
        for (let x = unit; x < width - unit * 3; ) {
          const [w, tall] = [unit * (1.6 + random() * 2.4), height * (0.09 + random() * 0.045)];
          fill(
            `hsl(${Math.floor(random() * 360)} ${22 + random() * 22}% ${36 + random() * 26}%)`,
            x,
            base - tall,
            w,
            tall,
          );
          x += w + unit * 0.25;
        }
      }
      sun(width * 0.5, height * 0.42, unit * 1.5, '#ffe2a0');
    },
    turbines() {
      sky('#5f93bd', '#cfe0e4', '#f4e8d2');
      water(ground, '#2d6079', '#93b9c4');
      for (let i = 0; i < 6; i++) {
        const [x, base, tall] = [width * (0.1 + i * 0.165), ground + unit * ((i % 3) * 4), unit * (30 + (i % 3) * 9)];
        fill('#f7f7f4', x - unit * 0.5, base - tall, unit, tall);
        for (let blade = 0; blade < 3; blade++) {
          g.save();
          g.translate(x, base - tall);
          g.rotate(i + (blade * Math.PI * 2) / 3);
          fill('#f7f7f4', -unit * 0.45, 0, unit * 0.9, tall * 0.48);
          g.restore();
        }
      }
    },
    tower() {
      sky('#c9d6dd', '#f2ece0');
      hills(ground + unit * 6, unit * 12, '#9aa79c', 4);
      fill('#a8a294', 0, ground + unit * 4, width, height);
      fill('#b9925f', width * 0.2, ground - unit * 20, width * 0.6, unit * 26);
      for (let i = 0; i < 9; i++) fill('#efe4cd', width * (0.235 + i * 0.062), ground - unit * 15, unit * 3, unit * 21);
      fill('#a37c4c', width * 0.17, ground - unit * 23, width * 0.66, unit * 4);
      fill('#b9925f', width * 0.44, ground - unit * 48, width * 0.12, unit * 26);
      g.fillStyle = '#6d5836';
      g.beginPath();
      g.moveTo(width * 0.42, ground - unit * 48);
      g.lineTo(width * 0.5, ground - unit * 62);
      g.lineTo(width * 0.58, ground - unit * 48);
      g.fill();
      g.fillStyle = '#f7f1e3';
      g.beginPath();
      g.arc(width * 0.5, ground - unit * 40, unit * 3.6, 0, 7);
      g.fill();
    },
    logo() {
      fill('#8c1d2f', 0, 0, width, height);
      g.strokeStyle = '#fdfcf9';
      g.lineWidth = unit * 5;
      g.beginPath();
      g.arc(width / 2, height / 2, unit * 34, 0, 7);
      g.moveTo(width / 2, unit * 8);
      g.lineTo(width / 2, height - unit * 8);
      g.stroke();
      g.beginPath();
      g.ellipse(width / 2, height / 2, unit * 15, unit * 34, 0, 0, 7);
      g.stroke();
    },
  };
  scenes[scene]?.();
  return canvas.toDataURL(type, 0.82);
}

/** Records a boat that sails past, as WebM, and returns it in base64. */
export async function recordHarbour({ width, height, seconds }: { width: number; height: number; seconds: number }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const g = canvas.getContext('2d') as CanvasRenderingContext2D;
  const recorder = new MediaRecorder(canvas.captureStream(24), { mimeType: 'video/webm', videoBitsPerSecond: 500_000 });
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  const frame = (t: number) => {
    g.fillStyle = '#cfe3e6';
    g.fillRect(0, 0, width, height);
    g.fillStyle = '#2d6079';
    g.fillRect(0, height * 0.6, width, height);
    const x = width * (t / seconds);
    const y = height * (0.66 + 0.01 * Math.sin(t * 4));
    g.fillStyle = '#2b2630';
    g.fillRect(x - 40, y, 80, 14);
    g.fillStyle = '#f7f1e3';
    g.beginPath();
    g.moveTo(x, y - 90);
    g.lineTo(x + 42, y - 6);
    g.lineTo(x, y - 6);
    g.fill();
  };
  recorder.start();
  const start = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const t = (performance.now() - start) / 1000;
      frame(Math.min(t, seconds));
      if (t < seconds) return;
      clearInterval(timer);
      resolve();
    }, 1000 / 24);
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
