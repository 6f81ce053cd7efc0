/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a legend stands in a picture.
 *
 * Threads: any; a call shares nothing.  Costs four questions to the index of each subject. */

#include "render/atlas-legend.h"

#define MARGIN 12.0
#define MOST_COLUMNS 4
/* A column's width in font sizes. */
#define COLUMN 17.0
/* Of a picture's height that it takes without another column, and of the picture that it may take at all. */
#define HIGH 0.62
#define LARGE 0.5
#define LARGE_WITH_GROUND 0.27
/* A name that is covered counts as so many features; a layer as no more than many. */
#define NAME_WEIGHT 3.0
#define LAYER_MOST 100.0

static gboolean
meets (const cairo_rectangle_t *a,
       const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* How much of the map a box covers. */
static double
get_cost (const cairo_rectangle_t *box,
          const AtlasLabelLayer   *layers,
          gsize                    n_layers,
          AtlasLabels             *labels,
          const AtlasView         *view)
{
  AtlasExtent extent;
  double cost = 0.0;

  for (gsize i = 0; i < atlas_labels_get_n (labels); i++)
    {
      cairo_rectangle_t name;

      atlas_labels_get (labels, i, &name);
      cost += meets (box, &name) ? NAME_WEIGHT : 0.0;
    }

  atlas_view_to_place (view, box->x, box->y + box->height, &extent.west, &extent.south);
  atlas_view_to_place (view, box->x + box->width, box->y, &extent.east, &extent.north);
  for (gsize i = 0; i < n_layers; i++)
    {
      g_autoptr (GArray) found = NULL;

      if (layers[i].ground)
        continue;
      found = atlas_table_query (layers[i].table, &extent);
      cost += MIN (found->len, LAYER_MOST);
    }

  return cost;
}

/* Sets the number of columns: the least that is low enough, else the lowest that fits. */
static gboolean
choose_columns (AtlasLegend       *self,
                AtlasLegendLook   *look,
                const AtlasView   *view,
                double             large,
                cairo_rectangle_t *box)
{
  guint best = 0;

  for (guint columns = 1; columns <= MOST_COLUMNS; columns++)
    {
      const double room = MIN (columns * COLUMN * look->font_size, view->width - 2.0 * MARGIN);

      look->columns = columns;
      look->width = room;
      if (room < columns * COLUMN * look->font_size * 0.6)
        break;
      atlas_legend_measure (self, look, &box->width, &box->height);
      if (box->height > view->height - 2.0 * MARGIN || box->width * box->height > large * view->width * view->height)
        continue;
      best = columns;
      if (box->height <= HIGH * view->height)
        break;
    }
  if (best == 0)
    return FALSE;

  look->columns = best;
  look->width = MIN (best * COLUMN * look->font_size, view->width - 2.0 * MARGIN);
  atlas_legend_measure (self, look, &box->width, &box->height);

  return TRUE;
}

gboolean
atlas_legend_place (AtlasLegend           *self,
                    AtlasLegendLook       *look,
                    const AtlasLabelLayer *layers,
                    gsize                  n_layers,
                    AtlasLabels           *labels,
                    const AtlasView       *view,
                    cairo_rectangle_t     *box)
{
  cairo_rectangle_t corner = { 0 };
  double least = 0.0;

  g_return_val_if_fail (self != NULL && look != NULL && labels != NULL && view != NULL && box != NULL, FALSE);

  look->no_ground = FALSE;
  look->no_ground = !choose_columns (self, look, view, LARGE_WITH_GROUND, &corner);
  if (look->no_ground && !choose_columns (self, look, view, LARGE, &corner))
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      double cost;

      corner.x = i == 0 || i == 3 ? MARGIN : view->width - MARGIN - corner.width;
      corner.y = i < 2 ? view->height - MARGIN - corner.height : MARGIN;
      cost = get_cost (&corner, layers, n_layers, labels, view);
      if (i > 0 && cost >= least)
        continue;
      least = cost;
      *box = corner;
    }

  return TRUE;
}
