/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is written around a grid.  Above and below the frame a label is one line; beside it degrees stand over minutes, as on map
 * sheets, so that the band need not be wide.  Any thread. */

#include "layout/atlas-grid.h"

#include "layout/atlas-paper-text.h"

#include <math.h>
#include <string.h>

/* The large figures, in sizes of the small ones. */
#define LARGE 1.3
#define TICK 0.7
/* The part of the band that the outer line leaves. */
#define OPEN 0.9
/* Millimetres between two labels. */
#define GAP 1.2

typedef struct
{
  AtlasPaperText small_font, large_font;
  double         band;
  double         width, height;   /* of the frame */
  GArray        *taken;           /* cairo_rectangle_t */
} Writer;

static gboolean
is_degrees (const AtlasGridLabel *label)
{
  return label->kind == ATLAS_GRID_MERIDIAN || label->kind == ATLAS_GRID_PARALLEL;
}

static gboolean
is_free (const Writer            *self,
         const cairo_rectangle_t *box)
{
  for (guint i = 0; i < self->taken->len; i++)
    {
      const cairo_rectangle_t *other = &g_array_index (self->taken, cairo_rectangle_t, i);

      if (box->x < other->x + other->width + GAP && other->x < box->x + box->width + GAP && box->y < other->y + other->height + GAP / 2.0
          && other->y < box->y + box->height + GAP / 2.0)
        return FALSE;
    }

  return TRUE;
}

/* Where a label of that size goes: in the middle of the band, beside its line, within the frame's length and its corners. */
static cairo_rectangle_t
place (const Writer         *self,
       const AtlasGridLabel *label,
       double                width,
       double                height)
{
  cairo_rectangle_t box = { .x = label->x - width / 2.0, .y = label->y - height / 2.0, .width = width, .height = height };
  const double room = self->band * OPEN - TICK;

  switch (label->edge)
    {
    case ATLAS_GRID_TOP:
      box.y = -TICK - room / 2.0 - height / 2.0;
      break;

    case ATLAS_GRID_BOTTOM:
      box.y = self->height + TICK + room / 2.0 - height / 2.0;
      break;

    case ATLAS_GRID_LEFT:
      box.x = -TICK - room / 2.0 - width / 2.0;
      break;

    case ATLAS_GRID_RIGHT:
    default:
      box.x = self->width + TICK + room / 2.0 - width / 2.0;
      break;
    }
  box.x = CLAMP (box.x, -self->band + 0.4, MAX (self->width + self->band - 0.4 - width, 0.0));
  box.y = CLAMP (box.y, -self->band + 0.2, MAX (self->height + self->band - 0.2 - height, 0.0));

  return box;
}

static void
paint_tick (const Writer         *self,
            cairo_t              *cr,
            const AtlasGridLabel *label)
{
  const double x = label->edge == ATLAS_GRID_LEFT ? -TICK : label->edge == ATLAS_GRID_RIGHT ? TICK : 0.0;
  const double y = label->edge == ATLAS_GRID_TOP ? -TICK : label->edge == ATLAS_GRID_BOTTOM ? TICK : 0.0;

  cairo_move_to (cr, label->x, label->y);
  cairo_rel_line_to (cr, x, y);
  cairo_set_line_width (cr, 0.15);
  atlas_paper_set_color (cr, 0x1f1c19, 1.0);
  cairo_stroke (cr);
}

/* "113°10′" in one piece, so that it is found as one word; beside the frame in two lines. */
static void
paint_degrees (Writer               *self,
               cairo_t              *cr,
               const AtlasGridLabel *label)
{
  const gboolean beside = label->edge == ATLAS_GRID_LEFT || label->edge == ATLAS_GRID_RIGHT;
  g_autofree char *text = NULL;
  AtlasPaperText font = self->small_font;
  cairo_rectangle_t box;
  double width, height;

  if (!label->full)
    text = g_strdup (label->large);
  else
    text = g_strconcat (label->small, beside && *label->large != '\0' ? "\n" : "", label->large, NULL);
  /* Seconds go under minutes, as minutes go under degrees. */
  if (beside && strstr (text, "″") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (text, "′", 2);

      g_free (text);
      text = g_strjoinv ("′\n", parts);
    }
  font.align = 0.5;
  atlas_paper_text_measure (&font, text, &width, &height);
  box = place (self, label, width, height);
  if (!is_free (self, &box))
    return;
  g_array_append_val (self->taken, box);
  atlas_paper_text_paint_box (&font, cr, text, &(cairo_rectangle_t){ box.x - 1.0, box.y - 0.5, width + 2.0, height + 1.0 }, 0.5);
}

static void
paint_kilometres (Writer               *self,
                  cairo_t              *cr,
                  const AtlasGridLabel *label)
{
  double width, height, before = 0.0, before_height = 0.0;
  const gboolean prefix = label->full && *label->small != '\0';
  cairo_rectangle_t box;

  atlas_paper_text_measure (&self->large_font, label->large, &width, &height);
  if (prefix)
    atlas_paper_text_measure (&self->small_font, label->small, &before, &before_height);
  box = place (self, label, before + width, height);
  if (!is_free (self, &box))
    return;
  g_array_append_val (self->taken, box);
  if (prefix)
    atlas_paper_text_paint (&self->small_font, cr, label->small, box.x, box.y + (height - before_height) * 0.3);
  atlas_paper_text_paint (&self->large_font, cr, label->large, box.x + before, box.y);
}

void
atlas_grid_paint_labels (AtlasGrid     *self,
                         AtlasMapFrame *frame,
                         cairo_t       *cr,
                         double         band,
                         double         size,
                         gboolean       chinese)
{
  gsize n;
  const AtlasGridLabel *labels = atlas_grid_get_labels (self, &n);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  Writer writer = { .band = band,
                    .width = atlas_map_frame_get_width (frame),
                    .height = atlas_map_frame_get_height (frame),
                    .taken = taken };

  writer.small_font = (AtlasPaperText){ .size = size, .chinese = chinese, .color = 0x1f1c19 };
  writer.large_font = writer.small_font;
  writer.large_font.size = size * LARGE;
  cairo_save (cr);
  for (gsize i = 0; i < n; i++)
    {
      /* A minute whose figures have no room still has its tick. */
      paint_tick (&writer, cr, &labels[i]);
      if (is_degrees (&labels[i]))
        paint_degrees (&writer, cr, &labels[i]);
      else
        paint_kilometres (&writer, cr, &labels[i]);
    }
  cairo_restore (cr);
}
