-- What a person does: look at the findings, choose "Apply all safe fixes of tqa" among the actions, write the file.
local function await(what, test)
  if not vim.wait(60000, test, 20) then
    print("nothing came of: " .. what)
    vim.cmd("cquit")
  end
end

local function title(item)
  return (item.action or item[2]).title
end

vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    if title(item) == "Apply all safe fixes of tqa" then
      return choose(item)
    end
  end
  print("no such action")
  vim.cmd("cquit")
end

await("diagnostics", function()
  return #vim.diagnostic.get(0) > 0
end)
local found = {}
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  table.insert(found, { diagnostic.code, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col })
end
vim.fn.writefile({ vim.fn.json_encode(found) }, "found.json")

local before = vim.api.nvim_buf_get_changedtick(0)
vim.lsp.buf.code_action()
await("the action", function()
  return vim.api.nvim_buf_get_changedtick(0) > before
end)
vim.cmd("write")
vim.cmd("quitall!")
