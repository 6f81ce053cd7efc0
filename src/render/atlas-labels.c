/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasLabels: the placed names of a view.
 *
 * Placing: symbols and candidates are collected, then each candidate in turn looks for room.  Painting: letters as outlines,
 * first the halo, then the fill.  Placing happens on one worker thread; the result is immutable and any thread may paint
 * it.  Owner: whoever asked for it. */

#include "render/atlas-labels.h"

#include <math.h>
#include <string.h>

#include "render/atlas-label-place.h"
#include "render/atlas-labels-private.h"

#define CANCEL_EVERY 32
#define SMALL 128.0               /* pixels: what is smaller has its name near its middle */

static void
clear_label (gpointer data)
{
  AtlasPlacedLabel *label = data;

  atlas_label_text_unref (label->text);
}

static AtlasLabels *
labels_new (void)
{
  AtlasLabels *self = g_new0 (AtlasLabels, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->labels = g_array_new (FALSE, FALSE, sizeof (AtlasPlacedLabel));
  g_array_set_clear_func (self->labels, clear_label);
  self->letters = g_array_new (FALSE, FALSE, sizeof (AtlasPlacedLetter));
  self->boxes = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  return self;
}

AtlasLabels *
atlas_labels_ref (AtlasLabels *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_labels_unref (AtlasLabels *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->labels);
  g_array_unref (self->letters);
  g_array_unref (self->boxes);
  g_free (self);
}

static void
place_candidate (AtlasLabelPlacer          *placer,
                 const AtlasLabelCandidate *candidate,
                 gboolean                   chinese,
                 GString                   *clean)
{
  double em;

  /* A full part of the map is the usual end of a name in a big layer: seen before it is even read. */
  if (candidate->extent < SMALL &&
      !atlas_label_placer_has_room (placer, candidate->kind == ATLAS_LABEL_ON_LINE, candidate->x, candidate->y))
    return;
  if (candidate->kind == ATLAS_LABEL_AT_POINT && !atlas_label_placer_point_may_fit (placer, candidate))
    return;
  if (!atlas_label_candidate_get_text (candidate, chinese, clean, &em))
    return;

  switch (candidate->kind)
    {
    case ATLAS_LABEL_IN_AREA:
      atlas_label_place_area (placer, candidate, clean->str, em);
      break;
    case ATLAS_LABEL_ON_LINE:
      atlas_label_place_line (placer, candidate, clean->str, em);
      break;
    case ATLAS_LABEL_AT_POINT:
    default:
      atlas_label_place_point (placer, candidate, clean->str, em);
      break;
    }
}

AtlasLabels *
atlas_labels_place (const AtlasLabelLayer *layers,
                    gsize                  n_layers,
                    const AtlasView       *view,
                    gboolean               chinese,
                    GCancellable          *cancellable)
{
  g_autoptr (AtlasLabels) labels = NULL;
  g_autoptr (AtlasLabelGrid) grid = NULL;
  g_autoptr (AtlasLabelCollection) collection = NULL;
  g_autoptr (GString) clean = NULL;
  AtlasLabelFrame frame;
  AtlasLabelPlacer placer;
  gboolean cancelled = FALSE;

  g_return_val_if_fail (layers != NULL || n_layers == 0, NULL);
  g_return_val_if_fail (view != NULL && view->width > 0 && view->height > 0, NULL);

  atlas_label_frame_init (&frame, view, layers, n_layers);
  grid = atlas_label_grid_new (&frame.area);
  collection = atlas_label_collect (layers, n_layers, &frame, grid, cancellable);
  if (collection == NULL)
    return NULL;

  labels = labels_new ();
  clean = g_string_sized_new (128);
  atlas_label_placer_init (&placer, view, &frame, grid, labels, cancellable);
  for (guint i = 0; i < collection->candidates->len && !cancelled; i++)
    {
      if (i % CANCEL_EVERY == 0)
        cancelled = g_cancellable_is_cancelled (cancellable);
      place_candidate (&placer, &g_array_index (collection->candidates, AtlasLabelCandidate, i), chinese, clean);
    }
  atlas_label_placer_clear (&placer);

  if (cancelled || g_cancellable_is_cancelled (cancellable))
    return NULL;
  return g_steal_pointer (&labels);
}

gsize
atlas_labels_get_n (AtlasLabels *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->labels->len;
}

const char *
atlas_labels_get (AtlasLabels       *self,
                  gsize              index,
                  cairo_rectangle_t *box)
{
  const AtlasPlacedLabel *label;

  g_return_val_if_fail (self != NULL && index < self->labels->len, NULL);
  label = &g_array_index (self->labels, AtlasPlacedLabel, index);
  if (box != NULL)
    *box = label->bounds;
  return label->text->text;
}
