/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that hang together: rivers, a road.  One thread.
 *
 * Two lines are connected where an end of one is, to the last digit, a vertex of the other; a bridge whose lines merely cross,
 * or share a vertex that ends neither, connects nothing.  Union-find over the lines gives the pieces.  An end that nothing
 * else touches but that lies a few metres from another line was meant to be on it. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* How near to a line an end is taken for one that should lie on it, metres. */
#define NEAR_LINE 30.0

/* A line, or a part of one of several. */
typedef struct
{
  gsize         feature;
  const double *coords;
  gsize         n_vertices;
  guint         piece;         /* union-find */
  gboolean      joined[2];     /* its first and last vertex are on another line */
} Line;

typedef struct
{
  AtlasCheckLayer *layer;
  GArray          *lines;      /* Line */
  GHashTable      *ends;       /* vertex (const double *) → line + 1 */
} Network;

static void
network_clear (Network *self)
{
  g_array_unref (self->lines);
  g_hash_table_unref (self->ends);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Network, network_clear)

static guint
hash_place (gconstpointer data)
{
  guint64 bits[2];

  memcpy (bits, data, sizeof bits);
  bits[0] = (bits[0] ^ (bits[1] * 0x9e3779b97f4a7c15) ^ (bits[1] >> 31)) * 0xbf58476d1ce4e5b9;
  return (guint) (bits[0] >> 32);
}

static gboolean
equal_place (gconstpointer a,
             gconstpointer b)
{
  const double *x = a, *y = b;

  return x[0] == y[0] && x[1] == y[1];
}

static Line *
get_line (Network *self,
          guint    number)
{
  return &g_array_index (self->lines, Line, number);
}

static guint
find_piece (Network *self,
            guint    line)
{
  while (get_line (self, line)->piece != line)
    line = get_line (self, line)->piece = get_line (self, get_line (self, line)->piece)->piece;
  return line;
}

static void
join (Network *self,
      guint    a,
      guint    b)
{
  guint x = find_piece (self, a), y = find_piece (self, b);

  /* The piece is known by its first line. */
  get_line (self, MAX (x, y))->piece = MIN (x, y);
}

static void
collect_lines (Network                    *self,
               const AtlasSchemaCondition *where)
{
  AtlasTable *table = self->layer->table;

  for (gsize feature = 0; feature < atlas_table_get_n_features (table); feature++)
    {
      if (!_atlas_check_meets (self->layer, feature, where))
        continue;
      for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
        {
          Line line = { .feature = feature, .piece = self->lines->len };
          AtlasPart part;

          atlas_table_get_part (table, feature, i, &part);
          if (part.kind != ATLAS_PART_LINE || part.n_vertices < 2)
            continue;
          line.coords = part.coords;
          line.n_vertices = part.n_vertices;
          g_array_append_val (self->lines, line);
        }
    }
}

static const double *
get_end (const Line *line,
         guint       which)
{
  return line->coords + (which == 0 ? 0 : 2 * (line->n_vertices - 1));
}

/* Puts the ends into the table, where those at one place meet. */
static void
join_ends (Network *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    for (guint which = 0; which < 2; which++)
      {
        Line *line = get_line (self, i);
        const double *end = get_end (line, which);
        guint other = GPOINTER_TO_UINT (g_hash_table_lookup (self->ends, end));

        if (other == 0)
          {
            g_hash_table_insert (self->ends, (gpointer) end, GUINT_TO_POINTER (i + 1));
            continue;
          }
        join (self, i, other - 1);
        /* Of a closed line both ends are one, and hang on each other. */
        line->joined[which] = TRUE;
        for (guint k = 0; k < 2; k++)
          if (equal_place (get_end (get_line (self, other - 1), k), end))
            get_line (self, other - 1)->joined[k] = TRUE;
      }
}

/* Joins lines to the ends that lie on a vertex in their midst. */
static void
join_midst (Network *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    for (gsize v = 1; v + 1 < get_line (self, i)->n_vertices; v++)
      {
        const double *vertex = get_line (self, i)->coords + 2 * v;
        guint other = GPOINTER_TO_UINT (g_hash_table_lookup (self->ends, vertex));

        if (other == 0 || other - 1 == i)
          continue;
        join (self, i, other - 1);
        for (guint k = 0; k < 2; k++)
          if (equal_place (get_end (get_line (self, other - 1), k), vertex))
            get_line (self, other - 1)->joined[k] = TRUE;
      }
}

/* The line of another feature that comes nearest to a place; @distance: (out). */
static gsize
find_nearest (Network      *self,
              const double *place,
              gsize         feature,
              double        within,
              double       *distance)
{
  AtlasTable *table = self->layer->table;
  double lat_margin = within * ATLAS_CHECK_METRE, lon_margin = lat_margin / MAX (0.01, cos (place[1] * G_PI / 180));
  AtlasExtent around = { place[0] - lon_margin, place[1] - lat_margin, place[0] + lon_margin, place[1] + lat_margin };
  g_autoptr (GArray) near = atlas_table_query (table, &around);
  gsize best = ATLAS_CHECK_LAYER;

  *distance = within;
  for (guint i = 0; i < near->len; i++)
    {
      guint32 other = g_array_index (near, guint32, i);
      double d;

      if (other == feature)
        continue;
      d = atlas_table_distance (table, other, place[0], place[1]);
      if (!(d < *distance))
        continue;
      best = other;
      *distance = d;
    }
  return best;
}

static void
check_ends (Network *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    for (guint which = 0; which < 2; which++)
      {
        const Line *line = get_line (self, i);
        const double *end = get_end (line, which);
        g_autofree char *name = NULL;
        double distance;
        gsize other;

        if (line->joined[which])
          continue;
        other = find_nearest (self, end, line->feature, NEAR_LINE, &distance);
        if (other == ATLAS_CHECK_LAYER)
          continue;
        name = _atlas_check_dup_label (self->layer, other);
        _atlas_check_report (self->layer, ATLAS_SEVERITY_WARNING, "network-end", line->feature, NULL, end[0], end[1],
                             _("It ends %.1f m from %s without sharing a vertex. Snap the end to it."), distance, name);
      }
}

/* Names each piece but the largest by its first line, with how many it has. */
static void
report_pieces (Network *self)
{
  g_autofree guint *sizes = g_new0 (guint, self->lines->len + 1);
  guint largest = 0;

  for (guint i = 0; i < self->lines->len; i++)
    sizes[find_piece (self, i)]++;
  for (guint i = 0; i < self->lines->len; i++)
    if (sizes[i] > sizes[largest])
      largest = i;
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = get_line (self, i);

      if (i == largest || sizes[i] == 0)
        continue;
      if (sizes[i] == 1)
        _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "network", line->feature, NULL, line->coords[0],
                             line->coords[1],
                             _("It does not hang together with the rest: it shares no end vertex with another line. Snap "
                               "one of its ends to the network."));
      else
        _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "network", line->feature, NULL, line->coords[0],
                             line->coords[1],
                             _("It and the lines joined to it, %u in all, do not hang together with the rest. Snap one of "
                               "their ends to the network."), sizes[i]);
    }
}

void
_atlas_check_network (AtlasCheckLayer            *layer,
                      const AtlasSchemaCondition *where)
{
  g_auto (Network) self = { .layer = layer };

  self.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self.ends = g_hash_table_new (hash_place, equal_place);
  collect_lines (&self, where);
  join_ends (&self);
  join_midst (&self);
  report_pieces (&self);
  check_ends (&self);
}
