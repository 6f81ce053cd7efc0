/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPage: its JSON both ways, its templates on all papers, its fields, the sheet that becomes of it, what preflight finds. */

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"
#include "layout/atlas-page-piece.h"
#include "layout/atlas-page-sheet.h"
#include "layout/atlas-page-template.h"
#include "layout/atlas-preflight.h"

static const char *const PAPERS[] = { "a4", "a3", "a2", "a1", "a0", "200x260", "900x400" };

static char *
write_page (AtlasPage *page)
{
  g_autoptr (JsonNode) node = atlas_page_to_json (page);

  return json_to_string (node, TRUE);
}

static AtlasPage *
read_page (const char  *text,
           GError     **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);

  return atlas_page_new_from_json (node, error);
}

static AtlasPage *
make_page (const char *name,
           const char *paper,
           gboolean    landscape)
{
  g_autoptr (GError) error = NULL;
  double width, height;
  AtlasPage *page;

  g_assert_true (atlas_paper_parse (paper, &width, &height, &error));
  page = atlas_page_new_from_template (name, landscape ? MAX (width, height) : MIN (width, height),
                                       landscape ? MIN (width, height) : MAX (width, height), &error);
  g_assert_no_error (error);

  return page;
}

static void
test_paper (void)
{
  g_autoptr (GError) error = NULL;
  double width, height;

  g_assert_true (atlas_paper_parse ("A3", &width, &height, &error));
  g_assert_cmpfloat (width, ==, 297.0);
  g_assert_cmpfloat (height, ==, 420.0);
  g_assert_true (atlas_paper_parse ("300x400.5", &width, &height, &error));
  g_assert_cmpfloat (height, ==, 400.5);
  g_assert_true (atlas_paper_parse ("300×400", &width, &height, &error));
  g_assert_cmpstr (atlas_paper_get_name (420.0, 297.0), ==, "A3");
  g_assert_null (atlas_paper_get_name (420.0, 300.0));
  for (guint i = 0; i < 7; i++)
    {
      static const char *const bad[] = { "", "a9", "300", "300x", "x300", "0x300", "300x400mm" };

      g_assert_false (atlas_paper_parse (bad[i], &width, &height, &error));
      g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER);
      g_clear_error (&error);
    }
}

/* What is written is what was read, also what nobody here knows. */
static void
test_round_trip (void)
{
  for (const char *const *name = atlas_page_template_list (); *name != NULL; name++)
    {
      g_autoptr (AtlasPage) page = make_page (*name, "a3", TRUE);
      g_autoptr (AtlasPage) copy = NULL, again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL, *other = NULL;

      atlas_page_set_title (page, "“长治” {title}\n<b>");
      atlas_page_place_map (page, "map", 113.123456789, 36.2, 50000.0, -12.5);
      atlas_page_set_texts (page, "legend", "hidden", (const char *const[]){ "a", "b", NULL });
      copy = atlas_page_copy (page);
      g_assert_true (atlas_page_equal (page, copy));
      text = write_page (page);
      again = read_page (text, &error);
      g_assert_no_error (error);
      other = write_page (again);
      g_assert_cmpstr (text, ==, other);
      g_assert_true (atlas_page_equal (page, again));

      /* A copy is another page. */
      atlas_page_set_number (copy, "map", "lon", 1.0);
      atlas_page_set_visible (copy, "title", FALSE);
      g_assert_false (atlas_page_equal (page, copy));
      g_assert_cmpfloat (atlas_page_get_number (page, "map", "lon"), ==, 113.123456789);
    }
}

static void
test_unknown_members (void)
{
  static const char text[] = "{\"paper\":[210,297],\"future\":{\"x\":[1,2]},\"elements\":["
                             "{\"id\":\"m\",\"kind\":\"map\",\"box\":[1,2,3,4],\"glow\":\"soft\",\"scale\":5000},"
                             "{\"id\":\"h\",\"kind\":\"hologram\",\"box\":\"?\"}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasPage) page = read_page (text, &error);
  g_autoptr (AtlasPage) copy = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (atlas_page_get_n_elements (page), ==, 1);
  g_assert_cmpfloat (atlas_page_get_number (page, "m", "scale"), ==, 5000.0);
  copy = atlas_page_copy (page);
  atlas_page_set_number (copy, "m", "scale", 6000.0);
  written = write_page (copy);
  g_assert_nonnull (strstr (written, "future"));
  g_assert_nonnull (strstr (written, "soft"));
  g_assert_nonnull (strstr (written, "hologram"));
  g_assert_nonnull (strstr (written, "6000"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } cases[] = {
    { "[]", NULL },
    { "{}", "paper" },
    { "{\"paper\":[1,1]}", "paper" },
    { "{\"paper\":[210,297],\"margins\":[1,2,3]}", "margins" },
    { "{\"paper\":[210,297],\"title\":7}", "title" },
    { "{\"paper\":[210,297],\"fields\":{\"a\":1}}", "fields.a" },
    { "{\"paper\":[210,297],\"elements\":{}}", "elements" },
    { "{\"paper\":[210,297],\"elements\":[7]}", "elements[0]" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"box\":[1,2,3,4]}]}", "elements[0].id" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3]}]}", "elements[0].box" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3,4],\"scale\":0}]}", "elements[0].scale" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3,4],\"fit\":\"moon\"}]}", "elements[0].fit" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3,4],\"extent\":[1,\"2\"]}]}", "elements[0].extent" },
    { "{\"paper\":[210,297],\"elements\":[{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3,4]},{\"kind\":\"map\",\"id\":\"m\",\"box\":[1,2,3,4]}]}",
      "elements[1].id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_page (cases[i].text, &error));
      g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_TEMPLATE);
      if (cases[i].place != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].place));
    }
}

static void
test_elements (void)
{
  g_autoptr (AtlasPage) page = atlas_page_new (210.0, 297.0);
  const cairo_rectangle_t box = { 10.0, 20.0, 30.12345678, 40.0 };

  g_assert_cmpstr (atlas_page_add_element (page, ATLAS_PAGE_TEXT, NULL, &box), ==, "text");
  g_assert_cmpstr (atlas_page_add_element (page, ATLAS_PAGE_TEXT, NULL, &box), ==, "text-2");
  g_assert_cmpstr (atlas_page_add_element (page, ATLAS_PAGE_MAP, "text", &box), ==, "text-3");
  g_assert_cmpfloat (atlas_page_find_element (page, "text")->box.width, ==, 30.123);
  g_assert_cmpstr (atlas_page_get_main_map (page), ==, "text-3");
  atlas_page_set_visible (page, "text-3", FALSE);
  g_assert_null (atlas_page_get_main_map (page));
  atlas_page_move_element (page, "text", 2);
  g_assert_cmpstr (atlas_page_get_element (page, 2)->id, ==, "text");
  atlas_page_remove_element (page, "text-2");
  g_assert_cmpuint (atlas_page_get_n_elements (page), ==, 2);

  /* Defaults, ranges, and what a kind does not have. */
  g_assert_cmpstr (atlas_page_get_text (page, "text", "family"), ==, "hei");
  atlas_page_set_text (page, "text", "family", "song");
  atlas_page_set_text (page, "text", "family", "comic");
  g_assert_cmpstr (atlas_page_get_text (page, "text", "family"), ==, "song");
  atlas_page_set_text (page, "text", "family", NULL);
  g_assert_cmpstr (atlas_page_get_text (page, "text", "family"), ==, "hei");
  atlas_page_set_number (page, "text", "size", 1e9);
  g_assert_cmpfloat (atlas_page_get_number (page, "text", "size"), ==, 600.0);
  atlas_page_set_number (page, "text", "scale", 7.0);
  g_assert_true (isnan (atlas_page_get_number (page, "text", "scale")));
  g_assert_true (isnan (atlas_page_get_number (page, "nobody", "size")));
  g_assert_cmpstr (atlas_page_get_text (page, "nobody", "text"), ==, "");
}

static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x + 0.01 < b->x + b->width && b->x + 0.01 < a->x + a->width && a->y + 0.01 < b->y + b->height && b->y + 0.01 < a->y + a->height;
}

static void
check_boxes (AtlasPage *page)
{
  double margins[4];

  atlas_page_get_margins (page, margins);
  for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);
      const cairo_rectangle_t *box = &element->box;

      if (!element->visible)
        continue;
      g_assert_cmpfloat (box->width, >, 5.0);
      g_assert_cmpfloat (box->height, >, 3.0);
      g_assert_cmpfloat (box->x, >=, margins[3] - 0.01);
      g_assert_cmpfloat (box->y, >=, margins[0] - 0.01);
      g_assert_cmpfloat (box->x + box->width, <=, atlas_page_get_width (page) - margins[1] + 0.01);
      g_assert_cmpfloat (box->y + box->height, <=, atlas_page_get_height (page) - margins[2] + 0.01);
      for (guint k = i + 1; k < atlas_page_get_n_elements (page); k++)
        {
          const AtlasPageElement *other = atlas_page_get_element (page, k);

          if (other->visible && overlap (box, &other->box))
            g_error ("%s on %s over %s", element->id, atlas_page_get_template (page), other->id);
        }
      if (element->kind == ATLAS_PAGE_TEXT)
        g_assert_cmpfloat (atlas_page_get_number (page, element->id, "size") * 25.4 / 72.0, >=, 1.75);
    }
}

/* On every paper, both ways up: inside the margins, nothing over anything, the map the largest thing. */
static void
test_templates (void)
{
  for (const char *const *name = atlas_page_template_list (); *name != NULL; name++)
    for (guint p = 0; p < G_N_ELEMENTS (PAPERS); p++)
      for (guint landscape = 0; landscape < 2; landscape++)
        {
          g_autoptr (AtlasPage) page = make_page (*name, PAPERS[p], landscape);
          g_autoptr (AtlasPage) moved = make_page (*name, "a4", !landscape);
          g_autoptr (GError) error = NULL;
          const AtlasPageElement *map = atlas_page_find_element (page, "map");

          check_boxes (page);
          g_assert_cmpfloat (map->box.width * map->box.height, >,
                             (strcmp (*name, "roadbook") == 0 ? 0.25 : 0.3) * atlas_page_get_width (page) * atlas_page_get_height (page));
          if (atlas_page_find_element (page, "overview") != NULL)
            {
              atlas_page_set_visible (page, "overview", TRUE);
              g_assert_true (atlas_page_template_arrange (page, &error));
              check_boxes (page);
            }

          /* Laid out anew, an old page has the boxes of a new one, and says what it said. */
          atlas_page_set_visible (page, "overview", strcmp (*name, "overview") == 0);
          g_assert_true (atlas_page_template_arrange (page, &error));
          atlas_page_set_text (moved, "title", "text", "mine");
          atlas_page_set_size (moved, atlas_page_get_width (page), atlas_page_get_height (page));
          {
            double margins[4];

            atlas_page_get_margins (page, margins);
            atlas_page_set_margins (moved, margins);
          }
          g_assert_true (atlas_page_template_arrange (moved, &error));
          g_assert_cmpstr (atlas_page_get_text (moved, "title", "text"), ==, "mine");
          for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
            {
              const AtlasPageElement *element = atlas_page_get_element (page, i);
              const AtlasPageElement *same = atlas_page_find_element (moved, element->id);

              if (element->visible)
                g_assert_cmpmem (&element->box, sizeof element->box, &same->box, sizeof same->box);
            }
        }
}

static void
test_template_errors (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (atlas_page_new_from_template ("poster", 210.0, 297.0, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_TEMPLATE);
  g_assert_nonnull (strstr (error->message, "poster"));
  g_clear_error (&error);
  g_assert_null (atlas_page_new_from_template ("sheet", 60.0, 50.0, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER);
}

static void
test_fields (void)
{
  g_autoptr (AtlasPage) page = atlas_page_new (297.0, 210.0);
  g_autoptr (AtlasCrs) crs = atlas_crs_new ("EPSG:4547", NULL);
  g_autoptr (AtlasMapFrame) frame = atlas_map_frame_new (crs, 113.0, 36.0, 50000.0, 0.0, 100.0, 100.0, NULL);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 3, 5, 0, 0, 0);
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;
  const struct
  {
    const char *text;
    const char *expanded;
  } cases[] = {
    { "{title}", "My {scale} map" },
    { "{scale}, {epsg}, {page} of {pages}, {paper}", "1:50\u00a0000, EPSG:4547, 3 of 12, A4" },
    { "{{title}", "{title}" },
    { "{unheard-of} {", "{unheard-of} {" },
    { "{date}", "2026年3月5日" },
    { "Number: {review}\n{name}", "Luzhou" },
    { "{pageof}", "3 / 12" },
    { "{maker}", "Institute" },
    { "", "" },
    { "{}{a{title}", "{}{aMy {scale} map" },
  };

  context.chinese = TRUE;
  context.values = values;
  context.page = 3;
  context.n_pages = 12;
  context.date = date;
  g_hash_table_insert (values, (gpointer) "name", (gpointer) "Luzhou");
  atlas_page_set_title (page, "My {scale} map");
  atlas_page_set_field (page, "review", "");
  atlas_page_set_field (page, "maker", "Institute");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean missing;
      g_autofree char *text = atlas_page_expand (page, cases[i].text, frame, &context, &missing);

      g_assert_cmpstr (text, ==, cases[i].expanded);
      g_assert_cmpint (missing, ==, i == 5);
    }
}

static AtlasScene *
open_shipped (AtlasProject **project)
{
  g_autoptr (GError) error = NULL;

  *project = atlas_project_new ();
  if (atlas_project_add_shipped (*project, TRUE, &error))
    return atlas_scene_new (*project);
  g_test_skip (error->message);

  return NULL;
}

/* A bar for so many metres measures so many metres on the ground, in planes that are true and in one that is not. */
static void
test_scale_bar (void)
{
  static const char *const codes[] = { "EPSG:4547", "EPSG:4508", "EPSG:3857" };

  for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
    for (double rotation = 0.0; rotation < 180.0; rotation += 40.0)
      {
        g_autoptr (AtlasCrs) crs = atlas_crs_new (codes[c], NULL);
        g_autoptr (AtlasMapFrame) frame = atlas_map_frame_new (crs, 112.3, 36.4, 100000.0, rotation, 200.0, 150.0, NULL);
        const double length = atlas_page_scale_bar_length (frame, 5000.0);
        double lon[2], lat[2];

        atlas_map_frame_to_place (frame, 100.0 - length / 2.0, 75.0, &lon[0], &lat[0]);
        atlas_map_frame_to_place (frame, 100.0 + length / 2.0, 75.0, &lon[1], &lat[1]);
        g_assert_cmpfloat_with_epsilon (atlas_geodesic_distance (lon[0], lat[0], lon[1], lat[1]), 5000.0, 0.01);
        /* Web Mercator is not conformal on the ellipsoid: its rows and columns differ by some thousandths. */
        g_assert_cmpfloat_with_epsilon (length, 50.0, c == 2 ? 0.2 : 0.02);
      }
}

static void
test_frames (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasPage) page = make_page ("sheet", "a3", TRUE);
  g_autoptr (AtlasMapFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;
  const AtlasExtent extent = { 113.0, 36.1, 113.2, 36.3 };
  cairo_rectangle_t inner;
  double x, y;

  if (scene == NULL)
    return;
  atlas_page_place_map (page, "map", 112.2, 36.5, 50000.0, 0.0);
  frame = atlas_page_dup_frame (page, "map", scene, &context, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (atlas_crs_get_code (atlas_map_frame_get_crs (frame)), ==, "EPSG:4546");
  g_assert_cmpfloat (atlas_map_frame_get_scale (frame), ==, 50000.0);
  atlas_page_get_inner (page, "map", &inner);
  g_assert_cmpfloat_with_epsilon (atlas_map_frame_get_width (frame), inner.width, 1e-9);
  g_clear_pointer (&frame, atlas_map_frame_unref);

  atlas_page_fit_map (page, "map", &extent, TRUE);
  frame = atlas_page_dup_frame (page, "map", scene, &context, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    {
      atlas_map_frame_to_page (frame, i & 1 ? extent.west : extent.east, i & 2 ? extent.south : extent.north, &x, &y);
      g_assert_true (x >= 0.0 && y >= 0.0 && x <= inner.width && y <= inner.height);
    }
  g_clear_pointer (&frame, atlas_map_frame_unref);

  atlas_page_set_text (page, "map", "fit", "selection");
  g_assert_null (atlas_page_dup_frame (page, "map", scene, &context, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY);
  g_clear_error (&error);
  atlas_page_set_text (page, "map", "fit", "layer");
  atlas_page_set_text (page, "map", "layer", "no such layer");
  g_assert_null (atlas_page_dup_frame (page, "map", scene, &context, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY);
  g_assert_nonnull (strstr (error->message, "no such layer"));
  g_clear_error (&error);
  atlas_page_set_text (page, "map", "fit", "home");
  atlas_page_set_text (page, "map", "crs", "EPSG:99");
  g_assert_null (atlas_page_dup_frame (page, "map", scene, &context, &error));
  g_assert_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_UNKNOWN);
}

static GBytes *
draw (AtlasSheet *sheet)
{
  const double scale = 40.0 / 25.4;
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (sheet->width * scale), (int) (sheet->height * scale));
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  cairo_scale (cr, scale, scale);
  g_assert_true (sheet->paint (sheet, cr, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return bytes;
}

/* Every template as a sheet: it paints, the same twice, knows its frame, and leaves no mark outside of its margins. */
static void
test_sheets (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;

  if (scene == NULL)
    return;
  context.chinese = TRUE;
  for (const char *const *name = atlas_page_template_list (); *name != NULL; name++)
    {
      g_autoptr (AtlasPage) page = make_page (*name, "a4", TRUE);
      g_autoptr (AtlasSheet) sheet = NULL;
      g_autoptr (GBytes) first = NULL, second = NULL;
      g_autoptr (GError) error = NULL;
      cairo_rectangle_t inner;
      const guint32 *pixels;
      gsize size;

      atlas_page_set_title (page, "长治市中心城区全域旅游与海绵城市建设重点项目空间布局及近期实施计划总图（二〇二六至二〇三五年）");
      atlas_page_place_map (page, "map", 113.1, 36.2, 200000.0, 0.0);
      sheet = atlas_page_sheet_new (page, scene, &context, NULL, &error);
      g_assert_no_error (error);
      atlas_page_get_inner (page, "map", &inner);
      g_assert_cmpfloat (sheet->frame_x, ==, inner.x);
      g_assert_cmpfloat (atlas_map_frame_get_scale (sheet->frame), ==, 200000.0);
      g_assert_nonnull (atlas_page_sheet_get_map (sheet, "map"));
      g_assert_null (atlas_page_sheet_get_map (sheet, "title"));
      first = draw (sheet);
      second = draw (sheet);
      g_assert_true (g_bytes_equal (first, second));

      /* The outer 8 mm of a margin of 10 are as white as paper. */
      pixels = g_bytes_get_data (first, &size);
      {
        const int width = (int) (297.0 * 40.0 / 25.4), height = (int) (210.0 * 40.0 / 25.4), edge = (int) (8.0 * 40.0 / 25.4);

        for (int y = 0; y < height; y++)
          for (int x = 0; x < width; x++)
            if (x < edge || y < edge || x >= width - edge || y >= height - edge)
              g_assert_cmphex (pixels[y * width + x] & 0xffffff, ==, 0xffffff);
      }
    }
}

static const AtlasPreflightFinding *
find (GPtrArray             *findings,
      AtlasPreflightConcern  concern,
      const char            *element)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasPreflightFinding *finding = g_ptr_array_index (findings, i);

      if (finding->concern == concern && (element == NULL || g_strcmp0 (element, finding->element) == 0))
        return finding;
    }

  return NULL;
}

static GPtrArray *
preflight (AtlasPage  *page,
           AtlasScene *scene)
{
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;
  g_autoptr (AtlasSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *findings;

  context.chinese = TRUE;
  sheet = atlas_page_sheet_new (page, scene, &context, NULL, &error);
  g_assert_no_error (error);
  findings = atlas_preflight_run (sheet, scene, &context, NULL);
  g_assert_nonnull (findings);

  return findings;
}

static void
test_preflight (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasPage) page = make_page ("sheet", "a4", TRUE);
  g_autoptr (GPtrArray) findings = NULL;
  const AtlasPreflightFinding *finding;

  if (scene == NULL)
    return;
  atlas_page_set_title (page, "图");
  atlas_page_place_map (page, "map", 113.1, 36.2, 100000.0, 0.0);
  findings = preflight (page, scene);
  g_assert_cmpint (find (findings, ATLAS_PREFLIGHT_SCALE, "map")->severity, ==, ATLAS_PREFLIGHT_TOLD);
  finding = find (findings, ATLAS_PREFLIGHT_REVIEW, NULL);
  g_assert_cmpint (finding->severity, ==, ATLAS_PREFLIGHT_WARNING);
  g_assert_true (finding->internal);
  g_assert_null (find (findings, ATLAS_PREFLIGHT_OVERLAP, NULL));
  g_assert_null (find (findings, ATLAS_PREFLIGHT_PAPER, NULL));
  g_assert_null (find (findings, ATLAS_PREFLIGHT_LEGEND, NULL));
  g_assert_null (find (findings, ATLAS_PREFLIGHT_TEXT, NULL));
  g_clear_pointer (&findings, g_ptr_array_unref);

  /* Everything that can be wrong at once. */
  atlas_preflight_mark_internal (page);
  atlas_page_set_text (page, "map", "crs", "EPSG:3857");
  atlas_page_place_map (page, "map", 112.0, 36.2, 1000000.0, 0.0);
  atlas_page_set_box (page, "north", &(cairo_rectangle_t){ 280.0, 100.0, 40.0, 40.0 });
  atlas_page_set_box (page, "legend", &(cairo_rectangle_t){ 240.0, 40.0, 12.0, 12.0 });
  atlas_page_set_box (page, "maker", &(cairo_rectangle_t){ 60.0, 60.0, 30.0, 1.0 });
  findings = preflight (page, scene);
  finding = find (findings, ATLAS_PREFLIGHT_SCALE, "map");
  g_assert_cmpint (finding->severity, !=, ATLAS_PREFLIGHT_TOLD);
  finding = find (findings, ATLAS_PREFLIGHT_REVIEW, NULL);
  g_assert_cmpint (finding->severity, ==, ATLAS_PREFLIGHT_TOLD);
  g_assert_nonnull (find (findings, ATLAS_PREFLIGHT_PAPER, "north"));
  g_assert_nonnull (find (findings, ATLAS_PREFLIGHT_LEGEND, "legend"));
  g_assert_nonnull (find (findings, ATLAS_PREFLIGHT_OVERLAP, "maker"));
  g_assert_nonnull (find (findings, ATLAS_PREFLIGHT_TEXT, "maker"));
  for (guint i = 1; i < findings->len; i++)
    g_assert_cmpint (((AtlasPreflightFinding *) g_ptr_array_index (findings, i - 1))->severity, >=,
                     ((AtlasPreflightFinding *) g_ptr_array_index (findings, i))->severity);
  g_clear_pointer (&findings, g_ptr_array_unref);

  atlas_page_set_visible (page, "legend", FALSE);
  findings = preflight (page, scene);
  g_assert_nonnull (find (findings, ATLAS_PREFLIGHT_LEGEND, "map"));
}

/* Names that the edge leaves out: a map whose edge runs through a name that a larger map has. */
static void
test_preflight_names (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasPage) page = atlas_page_new (200.0, 200.0);
  guint told = 0;

  if (scene == NULL)
    return;
  atlas_page_add_element (page, ATLAS_PAGE_MAP, "map", &(cairo_rectangle_t){ 10.0, 10.0, 60.0, 60.0 });
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GPtrArray) findings = NULL;

      atlas_page_place_map (page, "map", 113.05 + i * 0.013, 36.2, 100000.0, 0.0);
      findings = preflight (page, scene);
      told += find (findings, ATLAS_PREFLIGHT_NAMES, "map") != NULL;
    }
  g_assert_cmpuint (told, >, 0);
}

/* A table and a chart of a layer, rows of the caller's, and a logo from path data. */
static void
test_extras (void)
{
  static const char *const columns[] = { "No.", "Stop", NULL };
  static const char *const cells[] = { "1", "长治市", "2", "平顺县" };
  const AtlasPageRows rows = { "stops", columns, cells, 2 };
  const double figure[] = { 113.0, 36.1, 113.2, 36.1, 113.2, 36.3, 113.0, 36.3 };
  const AtlasPageFigure figures = { "map", figure, 4, TRUE, "7" };
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasPage) page = make_page ("roadbook", "a3", FALSE);
  g_autoptr (AtlasSheet) sheet = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;
  AtlasPageReady *ready;
  gsize n, chart = 0, table = 0;
  const AtlasLegendLayer *layers;
  AtlasTable *scenic = NULL;

  if (scene == NULL)
    return;
  layers = atlas_scene_get_legend_layers (scene, &n);
  for (gsize i = 0; i < n; i++)
    if (atlas_table_find_field (layers[i].table, "circle") >= 0 && !layers[i].ground)
      scenic = layers[i].table;
  g_assert_nonnull (scenic);
  context.rows = &rows;
  context.n_rows = 1;
  context.figures = &figures;
  context.n_figures = 1;
  atlas_page_add_element (page, ATLAS_PAGE_CHART, "chart", &(cairo_rectangle_t){ 150.0, 300.0, 80.0, 60.0 });
  atlas_page_set_text (page, "chart", "layer", atlas_table_get_name (scenic));
  atlas_page_set_text (page, "chart", "category", "circle");
  atlas_page_add_element (page, ATLAS_PAGE_TABLE, "table", &(cairo_rectangle_t){ 20.0, 300.0, 100.0, 40.0 });
  atlas_page_set_text (page, "table", "layer", atlas_table_get_name (scenic));
  atlas_page_set_boolean (page, "table", "within", FALSE);
  atlas_page_set_texts (page, "table", "columns", (const char *const[]){ "name", "circle", NULL });
  atlas_page_set_text (page, "table", "sort", "name");
  atlas_page_add_element (page, ATLAS_PAGE_LOGO, "logo", &(cairo_rectangle_t){ 20.0, 20.0, 10.0, 10.0 });
  atlas_page_set_text (page, "logo", "path", "M0 0H10V10H0Z");
  sheet = atlas_page_sheet_new (page, scene, &context, NULL, &error);
  g_assert_no_error (error);
  bytes = draw (sheet);

  ready = atlas_page_sheet_get_ready (sheet);
  for (guint i = 0; i < ready->pieces->len; i++)
    {
      AtlasPagePiece *piece = g_ptr_array_index (ready->pieces, i);
      double sum = 0.0;

      if (strcmp (piece->id, "chart") == 0)
        {
          for (guint k = 0; k < piece->rows->numbers->len; k++)
            sum += g_array_index (piece->rows->numbers, double, k);
          chart = (gsize) sum;
        }
      else if (strcmp (piece->id, "table") == 0)
        {
          table = piece->rows->cells->len / 2;
          g_assert_cmpuint (atlas_page_count_rows (ready, piece), <, table);
        }
      else if (strcmp (piece->id, "stops") == 0)
        g_assert_cmpuint (atlas_page_count_rows (ready, piece), ==, 2);
    }
  g_assert_cmpuint (chart, ==, atlas_table_get_n_features (scenic));
  g_assert_cmpuint (table, ==, atlas_table_get_n_features (scenic));

  atlas_page_set_text (page, "logo", "file", "/nowhere/logo.svg");
  g_clear_pointer (&sheet, atlas_sheet_free);
  g_assert_null (atlas_page_sheet_new (page, scene, &context, NULL, &error));
  g_assert_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "logo.svg"));
}

/* Texts never leave their box, however long they are. */
static void
test_text_fits (void)
{
  static const char *const texts[] = { "图", "长治市中心城区全域旅游与海绵城市建设重点项目空间布局及近期实施计划总图（二〇二六至二〇三五年）",
                                       "Antidisestablishmentarianism of incomprehensibilities", "a\nb\nc\nd\ne" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (double width = 10.0; width < 200.0; width *= 2.0)
      for (guint align = 0; align < 3; align++)
        {
          AtlasPaperText look = { .song = TRUE, .bold = TRUE, .chinese = TRUE, .size = 7.0, .spacing = align * 0.1, .align = align / 2.0 };
          cairo_rectangle_t box = { 50.0, 50.0, width, 9.0 };
          cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
          cairo_t *cr = cairo_create (surface);
          double x, y, w, h;

          /* Large, so that the whole pixels of the measure are fine ones. */
          cairo_scale (cr, 20.0, 20.0);
          atlas_paper_text_paint_box (&look, cr, texts[i], &box, 0.5);
          cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
          g_assert_cmpfloat (w, >, 0.0);
          g_assert_cmpfloat (x / 20.0, >=, box.x - 0.5);
          g_assert_cmpfloat ((x + w) / 20.0, <=, box.x + box.width + 0.5);
          g_assert_cmpfloat (y / 20.0, >=, box.y - 0.5);
          g_assert_cmpfloat ((y + h) / 20.0, <=, box.y + box.height + 0.5);
          cairo_destroy (cr);
          cairo_surface_destroy (surface);
        }
}

static void
test_cancelled (void)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (AtlasScene) scene = open_shipped (&project);
  g_autoptr (AtlasPage) page = make_page ("sheet", "a4", TRUE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  AtlasPageContext context = ATLAS_PAGE_CONTEXT_INIT;

  if (scene == NULL)
    return;
  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_page_sheet_new (page, scene, &context, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/paper", test_paper);
  g_test_add_func ("/page/round-trip", test_round_trip);
  g_test_add_func ("/page/unknown-members", test_unknown_members);
  g_test_add_func ("/page/refused", test_refused);
  g_test_add_func ("/page/elements", test_elements);
  g_test_add_func ("/page/templates", test_templates);
  g_test_add_func ("/page/template-errors", test_template_errors);
  g_test_add_func ("/page/fields", test_fields);
  g_test_add_func ("/page/scale-bar", test_scale_bar);
  g_test_add_func ("/page/text-fits", test_text_fits);
  g_test_add_func ("/page/frames", test_frames);
  g_test_add_func ("/page/sheets", test_sheets);
  g_test_add_func ("/page/extras", test_extras);
  g_test_add_func ("/page/preflight", test_preflight);
  g_test_add_func ("/page/preflight-names", test_preflight_names);
  g_test_add_func ("/page/cancelled", test_cancelled);

  return g_test_run ();
}
