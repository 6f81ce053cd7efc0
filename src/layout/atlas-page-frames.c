/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the maps of a page are: what "fit" means, which plane "auto" is, and what of an element's box is left for the map when its
 * border and the labels of its grid have their room.  Any thread. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Millimetres on A4. */
#define GRID_BAND 6.6
#define PLAIN_BAND 2.2
#define TITLE_BAND 4.6
/* What is fitted keeps so much away from the frame. */
#define PADDING 1.0

double
atlas_page_get_factor (AtlasPage *page)
{
  return pow (sqrt (atlas_page_get_width (page) * atlas_page_get_height (page)) / sqrt (210.0 * 297.0), 0.6);
}

double
atlas_page_get_size (AtlasPage  *page,
                     const char *id,
                     double      usual)
{
  const double points = atlas_page_get_number (page, id, "size"), own = atlas_page_get_number (page, id, "usual");

  if (own > 0.0)
    usual = own;

  return points > 0.0 ? points * ATLAS_PAPER_POINT : MAX (usual * atlas_page_get_factor (page), ATLAS_PAPER_LEAST_TEXT);
}

const char *
atlas_page_get_of (AtlasPage  *page,
                   const char *id)
{
  const char *of = atlas_page_get_text (page, id, "of");
  const AtlasPageElement *element = atlas_page_find_element (page, of);

  if (element != NULL && element->visible && element->kind == ATLAS_PAGE_MAP)
    return element->id;

  return atlas_page_get_main_map (page);
}

double
atlas_page_get_inner (AtlasPage         *page,
                      const char        *id,
                      cairo_rectangle_t *inner)
{
  const AtlasPageElement *element = atlas_page_find_element (page, id);
  const double factor = atlas_page_get_factor (page);
  double band = 0.0, top = 0.0;

  g_return_val_if_fail (element != NULL, 0.0);

  if (element->kind == ATLAS_PAGE_OVERVIEW)
    top = *atlas_page_get_text (page, id, "title") != '\0' ? TITLE_BAND * factor : 0.0;
  else
    {
      const gboolean grid = strcmp (atlas_page_get_text (page, id, "grid"), "none") != 0;

      band = atlas_page_get_number (page, id, "band");
      if (!(band > 0.0))
        band = grid ? GRID_BAND * factor : strcmp (atlas_page_get_text (page, id, "border"), "double") == 0 ? PLAIN_BAND * factor : 0.0;
    }
  inner->x = element->box.x + band;
  inner->y = element->box.y + band + top;
  inner->width = MAX (element->box.width - 2.0 * band, 0.0);
  inner->height = MAX (element->box.height - 2.0 * band - top, 0.0);

  return band;
}

/* Of the layers that are not the ground's, else of all. */
static AtlasExtent
get_scene_extent (AtlasScene *scene)
{
  AtlasExtent extent = atlas_extent_empty ();
  gsize n = 0;
  const AtlasLabelLayer *layers = scene != NULL ? atlas_scene_get_layers (scene, &n) : NULL;

  for (guint ground = 0; ground < 2 && atlas_extent_is_empty (&extent); ground++)
    for (gsize i = 0; i < n; i++)
      if (layers[i].ground == (ground == 1))
        {
          AtlasExtent other = atlas_table_get_extent (layers[i].table);

          atlas_extent_add (&extent, &other);
        }

  return extent;
}

static gboolean
get_layer_extent (AtlasScene   *scene,
                  const char   *title,
                  AtlasExtent  *extent,
                  GError      **error)
{
  gsize n = 0;
  const AtlasLegendLayer *layers = scene != NULL ? atlas_scene_get_legend_layers (scene, &n) : NULL;

  for (gsize i = 0; i < n; i++)
    if (strcmp (layers[i].title, title) == 0 || strcmp (atlas_table_get_name (layers[i].table), title) == 0)
      {
        AtlasTable *table = layers[i].table;

        *extent = atlas_extent_empty ();
        for (gsize k = 0; k < atlas_table_get_n_features (table); k++)
          if (atlas_table_is_shown (table, k))
            {
              AtlasExtent feature = atlas_table_get_feature_extent (table, k);

              atlas_extent_add (extent, &feature);
            }
        if (!atlas_extent_is_empty (extent))
          return TRUE;
        g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
                     _ ("The layer “%s” shows nothing that the map could be fitted to: take its filter away, or fit another layer."), title);
        return FALSE;
      }
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
               _ ("The map cannot be fitted to the layer “%s”: no layer that is shown is called so."), title);

  return FALSE;
}

/* A point is no extent to fit: some hundred metres around it are. */
static void
widen (AtlasExtent *extent)
{
  const double least = 0.002;

  if (extent->east - extent->west < least && extent->north - extent->south < least)
    {
      extent->west -= least;
      extent->east += least;
      extent->south -= least;
      extent->north += least;
    }
}

/* What the map is to show. */
static gboolean
get_fit (AtlasPage              *page,
         const char             *id,
         AtlasScene             *scene,
         const AtlasPageContext *context,
         AtlasExtent            *extent,
         GError                **error)
{
  const char *fit = atlas_page_get_text (page, id, "fit");

  *extent = context->home;
  if (strcmp (fit, "view") == 0 && !atlas_extent_is_empty (&context->view))
    *extent = context->view;
  else if (strcmp (fit, "selection") == 0)
    {
      if (atlas_extent_is_empty (&context->selection))
        {
          g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
                               _ ("The map is to show what is selected, but nothing is: select features, or fit the map to something else."));
          return FALSE;
        }
      *extent = context->selection;
    }
  else if (strcmp (fit, "layer") == 0)
    {
      if (!get_layer_extent (scene, atlas_page_get_text (page, id, "layer"), extent, error))
        return FALSE;
    }
  else if (strcmp (fit, "extent") == 0)
    {
      g_autoptr (GArray) numbers = atlas_page_dup_numbers (page, id, "extent");

      if (numbers->len == 4)
        *extent = (AtlasExtent){ g_array_index (numbers, double, 0), g_array_index (numbers, double, 1),
                                 g_array_index (numbers, double, 2), g_array_index (numbers, double, 3) };
    }
  if (atlas_extent_is_empty (extent))
    *extent = get_scene_extent (scene);
  if (atlas_extent_is_empty (extent))
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY,
                           _ ("There is nothing to print: show a layer, or tell the map its place and scale."));
      return FALSE;
    }
  widen (extent);

  return TRUE;
}

static AtlasCrs *
get_crs (AtlasPage   *page,
         const char  *id,
         double       lon,
         GError     **error)
{
  const char *text = atlas_page_get_text (page, id, "crs");

  if (*text == '\0' || strcmp (text, "auto") == 0)
    return atlas_crs_new_for_longitude (lon);

  return atlas_crs_new (text, error);
}

/* The frame that shows @extent with some room around it. */
static AtlasMapFrame *
fit_frame (AtlasCrs                *crs,
           const AtlasExtent       *extent,
           gboolean                 standard,
           double                   rotation,
           const cairo_rectangle_t *inner,
           double                   padding,
           GError                 **error)
{
  const double pad = MIN (padding, MIN (inner->width, inner->height) / 8.0);
  g_autoptr (AtlasMapFrame) fit = atlas_map_frame_new_fit (crs, extent, standard, rotation, inner->width - 2.0 * pad,
                                                           inner->height - 2.0 * pad, error);

  if (fit == NULL)
    return NULL;

  return atlas_map_frame_new (crs, atlas_map_frame_get_lon (fit), atlas_map_frame_get_lat (fit), atlas_map_frame_get_scale (fit), rotation,
                              inner->width, inner->height, error);
}

static AtlasMapFrame *
dup_map_frame (AtlasPage               *page,
               const char              *id,
               AtlasScene              *scene,
               const AtlasPageContext  *context,
               GError                 **error)
{
  const gboolean placed = strcmp (atlas_page_get_text (page, id, "fit"), "none") == 0;
  const double rotation = atlas_page_get_number (page, id, "rotation"), scale = atlas_page_get_number (page, id, "scale");
  double lon = atlas_page_get_number (page, id, "lon"), lat = atlas_page_get_number (page, id, "lat");
  g_autoptr (AtlasCrs) crs = NULL;
  g_autoptr (AtlasMapFrame) fit = NULL;
  AtlasExtent extent;
  cairo_rectangle_t inner;

  atlas_page_get_inner (page, id, &inner);
  if (placed && isfinite (lon) && isfinite (lat) && isfinite (scale))
    {
      crs = get_crs (page, id, lon, error);

      return crs != NULL ? atlas_map_frame_new (crs, lon, lat, scale, rotation, inner.width, inner.height, error) : NULL;
    }

  if (!get_fit (page, id, scene, context, &extent, error))
    return NULL;
  crs = get_crs (page, id, placed && isfinite (lon) ? lon : (extent.west + extent.east) / 2.0, error);
  if (crs == NULL)
    return NULL;
  fit = fit_frame (crs, &extent, atlas_page_get_boolean (page, id, "standard"), rotation, &inner,
                   PADDING * atlas_page_get_factor (page), error);
  if (fit == NULL || !placed)
    return g_steal_pointer (&fit);

  /* A place without a scale takes that of the fit, a scale without a place its middle. */
  if (!isfinite (lon) || !isfinite (lat))
    {
      lon = atlas_map_frame_get_lon (fit);
      lat = atlas_map_frame_get_lat (fit);
    }

  return atlas_map_frame_new (crs, lon, lat, isfinite (scale) ? scale : atlas_map_frame_get_scale (fit), rotation, inner.width, inner.height,
                              error);
}

static AtlasMapFrame *
dup_overview_frame (AtlasPage               *page,
                    const char              *id,
                    AtlasScene              *scene,
                    const AtlasPageContext  *context,
                    GError                 **error)
{
  const char *of = atlas_page_get_of (page, id), *code = atlas_page_get_text (page, id, "crs");
  g_autoptr (AtlasMapFrame) main = of != NULL ? dup_map_frame (page, of, scene, context, error) : NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  AtlasExtent extent;
  cairo_rectangle_t inner;

  if (of != NULL && main == NULL)
    return NULL;
  atlas_page_get_inner (page, id, &inner);
  if (main != NULL && strcmp (atlas_page_get_text (page, id, "fit"), "around") == 0)
    {
      const double factor = atlas_page_get_number (page, id, "factor");
      const double scale = atlas_map_frame_get_scale (main) * factor
                           * MAX (atlas_map_frame_get_width (main) / inner.width, atlas_map_frame_get_height (main) / inner.height);

      return atlas_map_frame_new (atlas_map_frame_get_crs (main), atlas_map_frame_get_lon (main), atlas_map_frame_get_lat (main),
                                  MIN (scale, 5e7), 0.0, inner.width, inner.height, error);
    }
  if (!get_fit (page, id, scene, context, &extent, error))
    return NULL;
  if (main != NULL && (*code == '\0' || strcmp (code, "auto") == 0))
    crs = atlas_crs_ref (atlas_map_frame_get_crs (main));
  else
    crs = get_crs (page, id, (extent.west + extent.east) / 2.0, error);

  return crs != NULL ? fit_frame (crs, &extent, FALSE, 0.0, &inner, 1.0, error) : NULL;
}

AtlasMapFrame *
atlas_page_dup_frame (AtlasPage               *page,
                      const char              *id,
                      AtlasScene              *scene,
                      const AtlasPageContext  *context,
                      GError                 **error)
{
  const AtlasPageElement *element;

  g_return_val_if_fail (page != NULL && context != NULL, NULL);

  element = atlas_page_find_element (page, id);
  g_return_val_if_fail (element != NULL, NULL);
  if (element->kind == ATLAS_PAGE_OVERVIEW)
    return dup_overview_frame (page, id, scene, context, error);
  g_return_val_if_fail (element->kind == ATLAS_PAGE_MAP, NULL);

  return dup_map_frame (page, id, scene, context, error);
}
