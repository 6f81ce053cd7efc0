/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of AtlasSeries: a page for each feature of a layer. */

#include "layout/atlas-series-private.h"

#include "route/atlas-route-names.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of a map's side, what is left free around a feature. */
#define PADDING 0.06
/* A place has no size of its own: a square kilometre or two around it. */
#define PLACE_SCALE 10000.0
/* No feature is shown larger than this. */
#define LEAST_SCALE 2000.0
/* Areas this near to each other, metres, are neighbours: borders are not drawn more exactly. */
#define TOUCH 300.0
/* Places of an outline that are held against its neighbours'. */
#define SAMPLES 256
/* Of places and lines, as many neighbours as are worth telling. */
#define MOST_NEIGHBOURS 8

typedef struct
{
  AtlasTable *table;
  guint32    *features;   /* of the pages */
  char      **names;
  guint       n;
  guint       first;      /* the number of the first page */
} Pages;

static gboolean
is_area (AtlasTable *table,
         gsize       feature)
{
  const AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);

  return type == ATLAS_GEOMETRY_POLYGON || type == ATLAS_GEOMETRY_MULTI_POLYGON;
}

/* Whether the outline of @a comes within TOUCH metres of @b anywhere, by a few hundred of its places. */
static gboolean
touches (AtlasTable *table,
         gsize       a,
         gsize       b)
{
  const AtlasExtent one = atlas_table_get_feature_extent (table, a), other = atlas_table_get_feature_extent (table, b);
  const double reach = 0.01;
  const AtlasExtent near = { other.west - reach, other.south - reach, other.east + reach, other.north + reach };
  gsize n_vertices = 0, seen = 0, step;

  if (!atlas_extent_intersects (&one, &near))
    return FALSE;
  for (gsize p = 0; p < atlas_table_get_n_parts (table, a); p++)
    {
      AtlasPart part;

      atlas_table_get_part (table, a, p, &part);
      n_vertices += part.n_vertices;
    }
  step = n_vertices / SAMPLES + 1;
  for (gsize p = 0; p < atlas_table_get_n_parts (table, a); p++)
    {
      AtlasPart part;

      atlas_table_get_part (table, a, p, &part);
      for (gsize v = 0; v < part.n_vertices; v++, seen++)
        if (seen % step == 0 && atlas_extent_contains (&near, part.coords[2 * v], part.coords[2 * v + 1])
            && atlas_table_distance_within (table, b, part.coords[2 * v], part.coords[2 * v + 1], TOUCH) <= TOUCH)
          return TRUE;
    }

  return FALSE;
}

static void
get_middle (AtlasTable *table,
            gsize       feature,
            double      middle[2])
{
  const AtlasExtent extent = atlas_table_get_feature_extent (table, feature);

  middle[0] = (extent.west + extent.east) / 2.0;
  middle[1] = (extent.south + extent.north) / 2.0;
}

typedef struct
{
  guint  page;
  double distance;
} Neighbour;

static int
compare_neighbours (gconstpointer a,
                    gconstpointer b)
{
  const Neighbour *one = a, *other = b;

  return one->distance < other->distance ? -1 : one->distance > other->distance;
}

/* "Pingshun County (3), Huguan County (5)": areas that touch, else what is nearest in the map. */
static char *
dup_neighbours (const Pages   *pages,
                guint          page,
                AtlasMapFrame *frame)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Neighbour));
  g_autoptr (GString) text = g_string_new (NULL);
  const gboolean areas = is_area (pages->table, pages->features[page]);
  double here[2];

  get_middle (pages->table, pages->features[page], here);
  for (guint i = 0; i < pages->n; i++)
    {
      double there[2], x, y;
      Neighbour neighbour = { i, 0.0 };

      if (i == page)
        continue;
      get_middle (pages->table, pages->features[i], there);
      neighbour.distance = hypot ((there[0] - here[0]) * cos (here[1] * G_PI / 180.0), there[1] - here[1]);
      atlas_map_frame_to_page (frame, there[0], there[1], &x, &y);
      if (areas && is_area (pages->table, pages->features[i])
            ? touches (pages->table, pages->features[page], pages->features[i])
                || touches (pages->table, pages->features[i], pages->features[page])
            : x >= 0.0 && y >= 0.0 && x <= atlas_map_frame_get_width (frame) && y <= atlas_map_frame_get_height (frame))
        g_array_append_val (found, neighbour);
    }
  g_array_sort (found, compare_neighbours);
  for (guint i = 0; i < found->len && (areas || i < MOST_NEIGHBOURS); i++)
    {
      const guint index = g_array_index (found, Neighbour, i).page;

      if (text->len > 0)
        g_string_append (text, _ (", "));
      /* Translators: the name of a neighbouring page and its number. */
      g_string_append_printf (text, _ ("%s (p. %u)"), pages->names[index], pages->first + index);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_outline (AtlasSeriesPage *page,
             AtlasTable      *table,
             gsize            feature)
{
  for (gsize p = 0; p < atlas_table_get_n_parts (table, feature); p++)
    {
      AtlasPart part;
      GArray *coords;

      atlas_table_get_part (table, feature, p, &part);
      if (part.kind == ATLAS_PART_POINTS)
        continue;
      coords = _atlas_series_page_add_figure (page, part.kind != ATLAS_PART_LINE, NULL);
      g_array_append_vals (coords, part.coords, (guint) (2 * part.n_vertices));
    }
}

/* {feature-NAME} for each field, for the page has fields of its own; a description is what it is on any page. */
static void
add_fields (AtlasSeriesPage *page,
            AtlasTable      *table,
            gsize            feature,
            gboolean         chinese)
{
  for (guint f = 0; f < atlas_table_get_n_fields (table); f++)
    {
      const char *name = atlas_table_get_field_name (table, f);
      char *value = atlas_table_dup_value (table, f, feature);

      if (value == NULL)
        value = g_strdup ("");
      if (g_str_equal (name, chinese ? "description" : "description_en") && *value != '\0')
        g_hash_table_insert (page->values, g_strdup ("description"), g_strdup (value));
      g_hash_table_insert (page->values, g_strconcat ("feature-", name, NULL), value);
    }
}

/* The neighbours are told where a page has its note. */
static void
add_neighbours (AtlasSeriesPage *page,
                char            *neighbours)
{
  if (*neighbours != '\0')
    g_hash_table_insert (page->values, g_strdup ("note"), g_strdup_printf (_ ("Neighbouring pages: %s"), neighbours));
  g_hash_table_insert (page->values, g_strdup ("neighbours"), neighbours);
}

/* Where the page's map looks at. */
static gboolean
place (AtlasSeries     *self,
       AtlasSeriesPage *page,
       AtlasMapFrame   *frame,
       AtlasCrs        *crs,
       AtlasTable      *table,
       gsize            feature,
       double           scale,
       GError         **error)
{
  const char *map = atlas_page_get_main_map (page->page);
  const double rotation = atlas_page_get_number (page->page, map, "rotation"), room = 1.0 - 2.0 * PADDING;
  const AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  g_autoptr (AtlasCrs) plane = crs != NULL ? atlas_crs_ref (crs) : atlas_crs_new_for_longitude ((extent.west + extent.east) / 2.0);
  g_autoptr (AtlasMapFrame) fit = atlas_map_frame_new_fit (plane, &extent, TRUE, isfinite (rotation) ? rotation : 0.0,
                                                           atlas_map_frame_get_width (frame) * room,
                                                           atlas_map_frame_get_height (frame) * room, error);

  if (fit == NULL)
    return FALSE;
  if (!(scale > 0.0))
    {
      const gboolean point = extent.west == extent.east && extent.south == extent.north;

      scale = MAX (atlas_map_frame_get_scale (fit), point ? PLACE_SCALE : LEAST_SCALE);
    }
  atlas_page_place_map (page->page, map, atlas_map_frame_get_lon (fit), atlas_map_frame_get_lat (fit), scale,
                        atlas_map_frame_get_rotation (fit));

  return TRUE;
}

static const char *
get_name (AtlasTable *table,
          gsize       feature,
          gboolean    chinese)
{
  const int field = atlas_route_names_find_field (table), english = chinese ? -1 : atlas_table_find_field (table, "name_en");
  const char *name = english >= 0 ? atlas_table_get_text (table, (guint) english, feature, NULL) : NULL;

  if ((name == NULL || *name == '\0') && field >= 0)
    name = atlas_table_get_text (table, (guint) field, feature, NULL);

  return name != NULL && *name != '\0' ? name : NULL;
}

static void
pages_init (Pages      *self,
            AtlasTable *table,
            gboolean    chinese,
            guint       first)
{
  const gsize n = atlas_table_get_n_features (table);

  *self = (Pages){ .table = table, .features = g_new (guint32, n + 1), .names = g_new0 (char *, n + 1), .first = first };
  for (gsize f = 0; f < n; f++)
    if (atlas_table_is_shown (table, f) && atlas_table_get_geometry_type (table, f) != ATLAS_GEOMETRY_NONE)
      {
        const char *name = get_name (table, f, chinese);

        self->features[self->n] = (guint32) f;
        self->names[self->n++] = name != NULL ? g_strdup (name) : g_strdup_printf (_ ("Feature %zu"), f + 1);
      }
}

static void
pages_clear (Pages *self)
{
  g_strfreev (self->names);
  g_free (self->features);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pages, pages_clear)

AtlasSeries *
atlas_series_new_atlas (AtlasPage                 *page,
                        AtlasScene                *scene,
                        const AtlasPageContext    *context,
                        AtlasTable                *table,
                        const char                *title,
                        const AtlasSeriesOptions  *options,
                        GCancellable              *cancellable,
                        GError                   **error)
{
  g_autoptr (AtlasSeries) self = _atlas_series_new (page, scene, context);
  g_auto (Pages) pages = { 0 };
  g_autoptr (AtlasMapFrame) frame = NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  g_autofree char *index = NULL;
  AtlasExtent extent = atlas_table_get_extent (table);

  if (_atlas_series_get_main_map (self, error) == NULL)
    return NULL;
  pages_init (&pages, table, context->chinese, options->index ? 2 : 1);
  if (pages.n == 0)
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _ ("“%s” has no features to make pages of."),
                   title != NULL ? title : atlas_table_get_name (table));
      return NULL;
    }
  if (!_atlas_series_get_plane (self, &crs, &frame, error))
    return NULL;

  for (guint i = 0; i < pages.n; i++)
    {
      AtlasSeriesPage *added = _atlas_series_add_page (self, g_strdup (pages.names[i]));
      g_autoptr (AtlasMapFrame) placed = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add_fields (added, table, pages.features[i], context->chinese);
      add_outline (added, table, pages.features[i]);
      if (!place (self, added, frame, crs, table, pages.features[i], options->scale, error))
        return NULL;
      placed = _atlas_series_dup_frame (self, added->page, error);
      if (placed == NULL)
        return NULL;
      g_hash_table_insert (added->values, g_strdup ("name"), g_strdup (pages.names[i]));
      add_neighbours (added, dup_neighbours (&pages, i, placed));
    }
  index = title != NULL && *title != '\0' ? g_strdup_printf (_ ("%s: index of pages"), title) : g_strdup (_ ("Index of pages"));
  if (options->index && !_atlas_series_add_index (self, index, &extent, error))
    return NULL;

  return g_steal_pointer (&self);
}
